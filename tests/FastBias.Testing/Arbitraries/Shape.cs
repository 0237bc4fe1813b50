namespace FastBias.Testing;

/// <summary>The shape of a matrix.</summary>
public readonly record struct Shape(int Rows, int Columns)
{
    /// <inheritdoc/>
    public override string ToString() => $"new Shape({Rows}, {Columns})";
}

/// <summary>The shape of a product: C is Rows x Columns, A is Rows x Depth, B is Depth x Columns.</summary>
public readonly record struct ProductShape(int Rows, int Columns, int Depth)
{
    /// <inheritdoc/>
    public override string ToString() => $"new ProductShape({Rows}, {Columns}, {Depth})";
}
