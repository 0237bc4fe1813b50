using System.Diagnostics.CodeAnalysis;

namespace FastBias.Lab;

/// <summary>Examples with a target.</summary>
/// <param name="Name">Its name, in lower case.</param>
/// <param name="X">An example per row.</param>
/// <param name="Y">The target of each row; for classes, their number 0, 1, ….</param>
/// <param name="FeatureNames">The names of the columns.</param>
[SuppressMessage("Performance", "CA1819:Properties should not return arrays", Justification = "The buffer is meant to be shared, as a matrix' is.")]
public sealed record DataSet(string Name, Matrix<double> X, double[] Y, IReadOnlyList<string> FeatureNames)
{
    /// <summary>The same with every feature and the target shifted and scaled to mean 0 and variance 1, over all rows.</summary>
    /// <remarks>As <see cref="Standardize.Columns"/>. For regression; the number of a class is no quantity.</remarks>
    public DataSet Standardized() => this with { X = Standardize.Columns(X), Y = Standardize.Values(Y) };
}
