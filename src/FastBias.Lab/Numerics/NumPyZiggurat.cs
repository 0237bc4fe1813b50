using System.Globalization;

namespace FastBias.Lab;

/// <summary>The 256 strips of NumPy's normal ziggurat.</summary>
/// <remarks>
/// They are computable (equal areas under e^(−x²/2) from 3.654…), but NumPy's numbers are off by some units in the last place, and the stream is defined by them: so they are kept as they are,
/// with NumPy's notice, in <c>data/numpy-ziggurat.csv</c>. A test compares them with the exact ones.
/// </remarks>
internal static class NumPyZiggurat
{
    static NumPyZiggurat()
    {
        using StreamReader reader = new(typeof(NumPyZiggurat).Assembly.GetManifestResourceStream("numpy-ziggurat.csv")!);
        reader.ReadLine();
        for (int i = 0; i < Inner.Length; i++)
        {
            string[] cells = reader.ReadLine()!.Split(',');
            Inner[i] = ulong.Parse(cells[0], CultureInfo.InvariantCulture);
            Widths[i] = double.Parse(cells[1], CultureInfo.InvariantCulture);
            Heights[i] = double.Parse(cells[2], CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Below this, of 2⁵², a place is inside the strip whatever its height.</summary>
    public static ulong[] Inner { get; } = new ulong[256];

    /// <summary>The width of each strip / 2⁵²; for the lowest, of the rectangle of the same area.</summary>
    public static double[] Widths { get; } = new double[256];

    /// <summary>e^(−x²/2) at the width.</summary>
    public static double[] Heights { get; } = new double[256];
}
