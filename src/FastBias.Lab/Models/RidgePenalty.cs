namespace FastBias.Lab;

/// <summary>(weight/2)·‖w‖²; a weight of 0 costs nothing and leaves infinities alone.</summary>
internal readonly record struct RidgePenalty(double Weight)
{
    /// <summary>Its value.</summary>
    public double Value(ReadOnlySpan<double> w) => Weight == 0 ? 0 : 0.5 * Weight * VectorProduct.Dot(w, w);

    /// <summary>Adds weight·w: its gradient at w, or the product of its Hessian with w.</summary>
    public void AddGradient(Span<double> gradient, ReadOnlySpan<double> w)
    {
        if (Weight != 0)
        {
            VectorProduct.AddScaled(gradient, Weight, w);
        }
    }
}
