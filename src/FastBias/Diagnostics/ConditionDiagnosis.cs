using System.Numerics;

namespace FastBias;

/// <summary>Condition numbers before and after scaling, and the digits that they cost. At a lower rank, of the part that counts.</summary>
/// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
/// <param name="AsGiven">κ₂ of X as it is, with a column of ones where there is an intercept: what a solver without preparation meets.</param>
/// <param name="Centred">κ₂ of X with centred columns; the same as <paramref name="AsGiven"/> without an intercept.</param>
/// <param name="Scaled">κ₂ of that with columns of length one: within √n of the best that scaling can do (van der Sluis 1969).</param>
/// <param name="DigitsOfPrecision">The decimal digits that a number of this type has.</param>
public sealed record ConditionDiagnosis<T>(T AsGiven, T Centred, T Scaled, double DigitsOfPrecision)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// log₁₀κ of the scaled design: the digits that QR may lose, which does not see column scaling. (Where the residual is large, up to twice that: see <see cref="SensitivityDiagnosis{T}.ToDesign"/>.)
    /// </summary>
    public double DigitsLostByQr => Digits(Scaled);

    /// <summary>2·log₁₀κ of the design as given: the digits that normal equations may lose, formed without preparation.</summary>
    public double DigitsLostByNormalEquations => 2 * Digits(AsGiven);

    /// <summary>2·log₁₀κ of the scaled design: the digits that normal equations lose even after centring and scaling.</summary>
    public double DigitsLostByScaledNormalEquations => 2 * Digits(Scaled);

    private static double Digits(T condition) => condition > T.One ? Math.Log10(double.CreateTruncating(condition)) : 0;
}
