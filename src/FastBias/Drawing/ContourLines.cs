namespace FastBias.Drawing;

/// <summary>Lines of equal value over a grid by marching squares, joined from cell to cell.</summary>
internal static class ContourLines
{
    /// <summary>The lines of one level; a cell with a corner that is not finite has none. A closed line ends where it began.</summary>
    /// <param name="x">The places of the columns.</param>
    /// <param name="y">The places of the rows.</param>
    /// <param name="values">Row after row.</param>
    /// <param name="level">The value of the lines.</param>
    public static List<IReadOnlyList<(double X, double Y)>> Of(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<double> values, double level)
    {
        Grid grid = new(x, y, values, level);
        Dictionary<int, List<int>> neighbours = [];
        for (int i = 0; i + 1 < y.Count; i++)
        {
            for (int j = 0; j + 1 < x.Count; j++)
            {
                foreach ((int from, int to) in grid.Segments(i, j))
                {
                    Join(neighbours, from, to);
                    Join(neighbours, to, from);
                }
            }
        }

        List<IReadOnlyList<(double X, double Y)>> lines = [];
        HashSet<int> visited = [];

        // First the lines with ends, each from one of them; what is left over is closed.
        foreach (int start in neighbours.Keys.Where(edge => neighbours[edge].Count == 1).Concat(neighbours.Keys.Where(edge => neighbours[edge].Count > 1)))
        {
            if (visited.Add(start))
            {
                lines.Add([.. Follow(start, neighbours, visited).Select(grid.Crossing)]);
            }
        }

        return lines;
    }

    private static IEnumerable<int> Follow(int start, Dictionary<int, List<int>> neighbours, HashSet<int> visited)
    {
        yield return start;
        int at = start;
        while (neighbours[at].FirstOrDefault(next => !visited.Contains(next), -1) is var next && next >= 0)
        {
            visited.Add(next);
            yield return next;
            at = next;
        }

        if (at != start && neighbours[at].Count == 2 && neighbours[at].Contains(start))
        {
            yield return start;
        }
    }

    private static void Join(Dictionary<int, List<int>> neighbours, int from, int to)
    {
        if (!neighbours.TryGetValue(from, out List<int>? list))
        {
            neighbours[from] = list = [];
        }

        list.Add(to);
    }

    /// <summary>Edges are numbered: 2 (i n + j) goes from the node (i, j) to the right, the next number upwards.</summary>
    private sealed record Grid(IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Values, double Level)
    {
        /// <summary>The pieces of the line in a cell, from edge to edge.</summary>
        public IEnumerable<(int From, int To)> Segments(int i, int j)
        {
            double a = At(i, j), b = At(i, j + 1), c = At(i + 1, j + 1), d = At(i + 1, j);
            if (!(double.IsFinite(a) && double.IsFinite(b) && double.IsFinite(c) && double.IsFinite(d)))
            {
                yield break;
            }

            List<int> crossed = [];
            AddIf(a, b, Right(i, j));
            AddIf(b, c, Up(i, j + 1));
            AddIf(d, c, Right(i + 1, j));
            AddIf(a, d, Up(i, j));
            if (crossed.Count == 2)
            {
                yield return (crossed[0], crossed[1]);
            }
            else if (crossed.Count == 4)
            {
                // A saddle: the middle says which two corners belong together.
                bool isJoined = ((a + b + c + d) / 4 >= Level) == (a >= Level);
                yield return (crossed[0], crossed[isJoined ? 1 : 3]);
                yield return (crossed[2], crossed[isJoined ? 3 : 1]);
            }

            void AddIf(double from, double to, int edge)
            {
                if ((from >= Level) != (to >= Level))
                {
                    crossed.Add(edge);
                }
            }
        }

        public (double X, double Y) Crossing(int edge)
        {
            int node = edge / 2, i = node / X.Count, j = node % X.Count;
            (int k, int l) = edge % 2 == 0 ? (i, j + 1) : (i + 1, j);
            double share = (Level - At(i, j)) / (At(k, l) - At(i, j));
            return (X[j] + (share * (X[l] - X[j])), Y[i] + (share * (Y[k] - Y[i])));
        }

        private double At(int i, int j) => Values[(i * X.Count) + j];

        private int Right(int i, int j) => 2 * ((i * X.Count) + j);

        private int Up(int i, int j) => Right(i, j) + 1;
    }
}
