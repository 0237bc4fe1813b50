using System.IO.Compression;
using FastBias.Files;

namespace FastBias.Lab;

/// <summary>The data sets that the experiments use. Sources and licences: <c>data/README.md</c>.</summary>
/// <remarks>Each call reads anew, so that a caller owns what it gets.</remarks>
public static class DataSets
{
    /// <summary>The variable of the environment that names the folder of the data that may not be shipped.</summary>
    public const string FolderVariable = "FASTBIAS_DATA";

    private static readonly string[] s_california = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"];

    /// <summary>What the WHO table has besides numbers that are measured: names, and two columns that say the same.</summary>
    private static readonly string[] s_lifeLeftOut = ["Country", "Region", "Economy_status_Developed", "Economy_status_Developing"];

    /// <summary>442 patients, 10 measurements in raw units; target: how far the disease has progressed a year later. Shipped.</summary>
    public static DataSet Diabetes()
    {
        using StreamReader reader = new(Resource("diabetes.csv"));
        return WithLastAsTarget("diabetes", CsvTable.Read(reader, "diabetes.csv"));
    }

    /// <summary>1797 images of 8 × 8 pixels with values 0 to 16; target: the digit. Shipped.</summary>
    public static DataSet Digits()
    {
        using GZipStream unpacked = new(Resource("digits.csv.gz"), CompressionMode.Decompress);
        using StreamReader reader = new(unpacked);
        DataSet digits = WithLastAsTarget("digits", CsvTable.Read(reader, "digits.csv.gz", new() { Header = CsvHeader.Absent }));
        return digits with { FeatureNames = [.. Enumerable.Range(0, 64).Select(pixel => $"pixel {pixel / 8},{pixel % 8}")] };
    }

    /// <summary>20640 districts of California (20433 from a copy that lacks the number of bedrooms of 207, which are left out) with scikit-learn's 8 features; target: the median price of a house in 100 000 dollars.</summary>
    /// <remarks>Read from <c>california_housing.csv</c>, with StatLib's columns.</remarks>
    /// <param name="folder">Where the file is; where null, the folder named by the variable FASTBIAS_DATA, else <c>../shared/data</c> from the repository.</param>
    /// <exception cref="DataNotFoundException">The file is in none of these places, which the message names.</exception>
    /// <exception cref="MatrixFileException">The file is damaged, or a column is missing.</exception>
    public static DataSet California(string? folder = null)
    {
        CsvTable table = CsvTable.Read(Locate("california_housing.csv", folder), new() { Missing = CsvMissing.DropRow });
        IReadOnlyList<double> households = Column(table, "households"), population = Column(table, "population");
        IReadOnlyList<double> rooms = Column(table, "total_rooms"), bedrooms = Column(table, "total_bedrooms");
        IReadOnlyList<double>[] columns =
        [
            Column(table, "median_income"), Column(table, "housing_median_age"), Ratio(rooms, households), Ratio(bedrooms, households), population, Ratio(population, households),
            Column(table, "latitude"), Column(table, "longitude"),
        ];
        return new("california", Join(columns), [.. Column(table, "median_house_value").Select(price => price / 100000)], s_california);
    }

    /// <summary>2864 years of countries, 16 numbers about each (the year, deaths, vaccinations, schooling, …); target: life expectancy in years.</summary>
    /// <remarks>Read from <c>who_life_expectancy.csv</c>; left out are country, region and the two columns of the economy's status, of which each determines the other.</remarks>
    /// <param name="folder">As in <see cref="California"/>.</param>
    /// <exception cref="DataNotFoundException">The file is in none of these places, which the message names.</exception>
    /// <exception cref="MatrixFileException">The file is damaged.</exception>
    public static DataSet LifeExpectancy(string? folder = null) =>
        WithLastAsTarget("who", CsvTable.Read(Locate("who_life_expectancy.csv", folder), new() { Missing = CsvMissing.DropRow, IgnoredColumns = s_lifeLeftOut }));

    /// <summary>Images and their classes from a pair of IDX files (MNIST, Fashion-MNIST), plain or packed with gzip; pixels as 0 to 1.</summary>
    /// <param name="name">The name of the set.</param>
    /// <param name="images">The path of the images.</param>
    /// <param name="labels">The path of the classes.</param>
    /// <exception cref="DataNotFoundException">A file is not there.</exception>
    /// <exception cref="MatrixFileException">A file is no IDX file, is damaged, or the two have different lengths.</exception>
    public static DataSet Images(string name, string images, string labels)
    {
        Idx pixels = Idx.Read(images), classes = Idx.Read(labels);
        if (classes.Shape.Count != 1 || pixels.Shape.Count < 2 || classes.Shape[0] != pixels.Shape[0])
        {
            throw new MatrixFileException(labels, $"it holds {string.Join('x', classes.Shape)} numbers, which are not the classes of {string.Join('x', pixels.Shape)} pixels in {images}");
        }

        Matrix<double> x = pixels.ToMatrix();
        foreach (ref double pixel in x.Data.AsSpan())
        {
            pixel /= 255;
        }

        return new(name, x, classes.ToMatrix().Data, [.. Enumerable.Range(0, x.Columns).Select(pixel => $"pixel {pixel}")]);
    }

    /// <summary>The folder of the data that may not be shipped, were it there: the given one, that of the environment, or the one beside the repository.</summary>
    private static string Locate(string file, string? folder)
    {
        string? named = folder ?? Environment.GetEnvironmentVariable(FolderVariable);
        string[] places = named is { Length: > 0 } ? [named] : [.. Parents(Environment.CurrentDirectory).Concat(Parents(AppContext.BaseDirectory)).Distinct()];
        foreach (string place in places)
        {
            string path = Path.Combine(place, file);
            if (File.Exists(path))
            {
                return path;
            }
        }

        string looked = named is { Length: > 0 } ? $"in {Path.GetFullPath(named)}" : $"in ../shared/data beside each folder above {Environment.CurrentDirectory} and {AppContext.BaseDirectory}";
        throw new DataNotFoundException($"{file} is not on this machine: looked {looked}. It may not be shipped; the variable {FolderVariable} names the folder where it is.");
    }

    private static IEnumerable<string> Parents(string folder)
    {
        for (DirectoryInfo? at = new(folder); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, "..", "shared", "data");
        }
    }

    private static Stream Resource(string name) => typeof(DataSets).Assembly.GetManifestResourceStream(name)!;

    private static IReadOnlyList<double> Column(CsvTable table, string name) =>
        table.Find(name) is { Kind: CsvColumnKind.Number } column ? column.Values : throw new MatrixFileException(table.Path, $"there is no column of numbers called {name}");

    private static IReadOnlyList<double> Ratio(IReadOnlyList<double> top, IReadOnlyList<double> bottom) => [.. top.Zip(bottom, (a, b) => a / b)];

    private static DataSet WithLastAsTarget(string name, CsvTable table)
    {
        CsvColumn[] features = [.. table.Columns.SkipLast(1)];
        return new(name, Join([.. features.Select(column => Column(table, column.Name))]), [.. Column(table, table.Columns[^1].Name)], [.. features.Select(column => column.Name)]);
    }

    private static Matrix<double> Join(IReadOnlyList<double>[] columns)
    {
        Matrix<double> x = new(columns[0].Count, columns.Length);
        for (int j = 0; j < columns.Length; j++)
        {
            for (int i = 0; i < x.Rows; i++)
            {
                x.Data[(i * x.Columns) + j] = columns[j][i];
            }
        }

        return x;
    }
}
