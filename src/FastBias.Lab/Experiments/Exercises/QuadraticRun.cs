using FastBias.Drawing;

namespace FastBias.Lab;

/// <summary>A run on a quadratic with its minimum at zero.</summary>
internal sealed class QuadraticRun
{
    private readonly List<double> _norms = [];
    private readonly List<double[]> _states = [];
    private readonly List<int> _shown = [];
    private readonly List<(int Step, double[] State)> _early = [];

    public QuadraticRun(string name, Optimizer method, QuadraticObjective objective, double[] start, double step, int steps)
    {
        Name = name;
        int stride = Math.Max(1, steps / 60);
        method.Run(objective, start, new()
        {
            Step = step,
            MaxIterations = steps,
            RecordEvery = 1,
            Observer = (record, w) =>
            {
                _norms.Add(record.Norm);
                if (IsEven(record.Iteration))
                {
                    _early.Add((record.Iteration, w.ToArray()));
                }

                if (record.Iteration % stride == 0)
                {
                    _shown.Add(record.Iteration);
                    _states.Add(w.ToArray());
                }

                return true;
            },
        });
    }

    public string Name { get; }

    /// <summary>‖θ_t‖ for every t.</summary>
    public IReadOnlyList<double> Norms => _norms;

    /// <summary>The steps of <see cref="States"/>.</summary>
    public IReadOnlyList<int> Shown => _shown;

    /// <summary>θ at about sixty steps.</summary>
    public IReadOnlyList<double[]> States => _states;

    /// <summary>θ at steps that are even on a logarithmic axis: 1, 2, 3, 5, 7 times powers of ten.</summary>
    public IReadOnlyList<(int Step, double[] State)> Early => _early;

    /// <summary>The first step with ‖θ‖ &lt; 1e-7, or the last of all.</summary>
    public int FirstBelow => _norms.FindIndex(norm => norm < 1e-7) is var step and >= 0 ? step : _norms.Count - 1;

    /// <summary>The most steps in a row with ‖θ‖ &lt; 1e-7.</summary>
    public int LongestBelow
    {
        get
        {
            int longest = 0, length = 0;
            foreach (double norm in _norms)
            {
                length = norm < 1e-7 ? length + 1 : 0;
                longest = Math.Max(longest, length);
            }

            return longest;
        }
    }

    /// <summary>The last step with ‖θ‖ ≥ 1e-7.</summary>
    public int LastAbove => _norms.FindLastIndex(norm => !(norm < 1e-7));

    /// <summary>‖θ‖ at a step, or in the end.</summary>
    public double At(int step) => _norms[Math.Min(step, _norms.Count - 1)];

    /// <summary>‖θ_t‖ at steps that are even on a logarithmic axis, with the extremes between them.</summary>
    public LineMark Line(int color)
    {
        List<double> x = [], y = [];
        for (double from = 1; from < _norms.Count; from *= 1.03)
        {
            int first = (int)from, last = Math.Min(_norms.Count - 1, Math.Max(first, (int)(from * 1.03) - 1));
            double[] part = [.. Enumerable.Range(first, last - first + 1).Select(step => _norms[step])];
            foreach (double value in part.Length > 1 ? [part.Min(), part.Max()] : part)
            {
                x.Add(from);
                y.Add(value);
            }
        }

        return new(x, y) { Legend = Name, Color = color };
    }

    private static bool IsEven(int step)
    {
        while (step >= 10 && step % 10 == 0)
        {
            step /= 10;
        }

        return step is 1 or 2 or 3 or 5 or 7;
    }
}
