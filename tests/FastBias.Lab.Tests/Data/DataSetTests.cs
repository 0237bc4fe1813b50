using System.IO.Compression;
using FastBias.Files;
using Xunit;

namespace FastBias.Lab.Tests;

public sealed class DataSetTests
{
    [Fact]
    public void Diabetes_is_the_published_table()
    {
        DataSet diabetes = DataSets.Diabetes();
        Assert.Equal((442, 10), (diabetes.X.Rows, diabetes.X.Columns));
        Assert.Equal(["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"], diabetes.FeatureNames);
        Assert.Equal([59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.8598, 87], diabetes.X.Row(0).ToArray());
        Assert.Equal(151, diabetes.Y[0]);
        Assert.Equal(152.13348416289594, diabetes.Y.Average(), 1e-9);
    }

    [Fact]
    public void Digits_are_whole()
    {
        DataSet digits = DataSets.Digits();
        Assert.Equal((1797, 64), (digits.X.Rows, digits.X.Columns));
        Assert.All(digits.X.Data, pixel => Assert.InRange(pixel, 0, 16));
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], Enumerable.Range(0, 10).Select(digit => digits.Y.Count(label => label == digit)));
    }

    [Fact]
    public void Features_of_California_are_scikit_learns()
    {
        using Folder folder = new();
        folder.Write("california_housing.csv", "longitude,latitude,housing_median_age,total_rooms,total_bedrooms,population,households,median_income,median_house_value\n-122.23,37.88,41,880,129,322,126,8.3252,452600\n-122.22,37.86,21,7099,,2401,1138,8.3014,358500\n");
        DataSet data = DataSets.California(folder.Path);
        Assert.Equal(1, data.X.Rows);
        Assert.Equal([8.3252, 41, 880.0 / 126, 129.0 / 126, 322, 322.0 / 126, 37.88, -122.23], data.X.Data);
        Assert.Equal([4.526], data.Y);
        Assert.Equal(8, data.FeatureNames.Count);
    }

    [Fact]
    public void Life_expectancy_has_no_names_and_no_column_that_another_determines()
    {
        using Folder folder = new();
        folder.Write("who_life_expectancy.csv", "Country,Region,Year,BMI,Economy_status_Developed,Economy_status_Developing,Life_expectancy\nA,B,2015,27.5,0,1,76.5\n");
        DataSet data = DataSets.LifeExpectancy(folder.Path);
        Assert.Equal(["Year", "BMI"], data.FeatureNames);
        Assert.Equal([2015, 27.5], data.X.Data);
        Assert.Equal([76.5], data.Y);
    }

    [Fact]
    public void Missing_data_are_reported_with_the_place()
    {
        using Folder folder = new();
        DataNotFoundException error = Assert.Throws<DataNotFoundException>(() => DataSets.California(folder.Path));
        Assert.Contains("california_housing.csv", error.Message);
        Assert.Contains(folder.Path, error.Message);
        Assert.Contains(DataSets.FolderVariable, error.Message);
    }

    [Fact]
    public void A_missing_column_is_named()
    {
        using Folder folder = new();
        folder.Write("california_housing.csv", "longitude,latitude\n1,2\n");
        Assert.Contains("households", Assert.Throws<MatrixFileException>(() => DataSets.California(folder.Path)).Message);
    }

    [Fact]
    public void Standardized_columns_have_mean_0_and_variance_1()
    {
        DataSet data = DataSets.Diabetes().Standardized();
        for (int j = 0; j < data.X.Columns; j++)
        {
            double[] column = data.X.Column(j);
            Assert.Equal(0, column.Average(), 1e-12);
            Assert.Equal(1, column.Average(value => value * value), 1e-12);
        }

        Assert.Equal(1, data.Y.Average(value => value * value), 1e-12);
        Assert.Equal([0, 0, 0], Standardize.Values([0.1, 0.1, 0.1]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Images_and_classes_are_read(bool isPacked)
    {
        using Folder folder = new();
        string images = folder.Write("images", Pack([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 255, 255, 102, 0], isPacked));
        string labels = folder.Write("labels", Pack([0, 0, 8, 1, 0, 0, 0, 2, 7, 3], isPacked));
        Assert.Equal([2, 1, 3], Idx.Read(images).Shape);
        DataSet data = DataSets.Images("tiny", images, labels);
        Assert.Equal([0, 0.2, 1, 1, 0.4, 0], data.X.Data);
        Assert.Equal([7, 3], data.Y);
        Assert.Throws<MatrixFileException>(() => DataSets.Images("tiny", labels, images));
    }

    [Theory]
    [InlineData("0000", "ends in the header")]
    [InlineData("50000803", "no IDX file")]
    [InlineData("00000800", "no IDX file")]
    [InlineData("00000D0100000001", "type 0D")]
    [InlineData("000008020000000200", "dimension 2 of 2")]
    [InlineData("00000802FFFFFFFF00000001", "dimension 1 is 4294967295")]
    [InlineData("000008027FFFFFC77FFFFFFF", "dimension 2 is 2147483647")]
    [InlineData("00000801000000030102", "ends after 2 of 3")]
    [InlineData("000008017FFFFFC70102", "ends after 2 of 2147483591")]
    [InlineData("0000080100000001AABB", "goes on after its 1")]
    [InlineData("1F8B0000", "")]
    public void Damaged_files_are_refused_with_a_reason(string bytes, string reason)
    {
        using Folder folder = new();
        string path = folder.Write("damaged", Convert.FromHexString(bytes));
        MatrixFileException error = Assert.Throws<MatrixFileException>(() => Idx.Read(path));
        Assert.Contains(reason, error.Message);
        Assert.Contains(path, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.idx", Assert.Throws<DataNotFoundException>(() => Idx.Read("nowhere.idx")).Message);

    private static byte[] Pack(byte[] bytes, bool isPacked)
    {
        if (!isPacked)
        {
            return bytes;
        }

        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("fastbias").FullName;

        public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

        public string Write(string name, byte[] bytes)
        {
            string path = System.IO.Path.Combine(Path, name);
            File.WriteAllBytes(path, bytes);
            return path;
        }

        public void Dispose() => Directory.Delete(Path, true);
    }
}
