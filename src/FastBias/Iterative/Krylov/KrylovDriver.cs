using System.Numerics;
using FastBias.Kernels;

namespace FastBias;

/// <summary>Runs an engine: stopping rules, restarts from the true residual, history, progress, cancellation.</summary>
/// <remarks>
/// <code>
///   x = x₀
///   repeat   r = b − A·x           the true residual
///            engine: r → d         until its recurrences meet a rule
///            x = x + P·d
///   until    the rules hold for the true residual too, or a restart no longer helps
/// </code>
/// From x₀ = 0 without a preconditioner every d lies in the row space of A, and so does x: of all minimisers the shortest.
/// </remarks>
internal sealed class KrylovDriver<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int NormSteps = 4;

    /// <summary>So near to ε (as a multiple) the recurrences may do no better, and so many steps without a lower error say that they do not.</summary>
    private const int NearRounding = 64;
    private const int Patience = 10;

    /// <summary>A restart that does not lower the backward error by this factor is the last.</summary>
    private static readonly T s_progress = T.CreateTruncating(0.5);

    /// <summary>A residual of rounding errors is none to start from: what a restart would add lies anywhere, in the null space too.</summary>
    private static readonly T s_nothingLeft = T.CreateTruncating(4) * WorkingRange<T>.Epsilon;

    private readonly KrylovProblem<T> _problem;
    private readonly KrylovEngine<T> _engine;
    private readonly T _conditionLimit;
    private readonly T[] _x;
    private readonly T[] _residual;
    private readonly T[] _normal;
    private readonly T[] _between;
    private readonly T[] _best;
    private readonly T[] _previous;
    private readonly T _rightNorm;
    private readonly List<IterationRecord<T>> _history = [];
    private int _iterations;
    private T _residualNorm;
    private T _normalNorm = T.NaN;
    private T? _operatorNorm;

    public KrylovDriver(KrylovProblem<T> problem, KrylovEngine<T> engine, T? conditionLimit = null)
    {
        _problem = problem;
        _engine = engine;
        _conditionLimit = conditionLimit ?? T.PositiveInfinity;
        _x = (T[])problem.Start.Clone();
        _residual = new T[problem.A.Rows];
        _normal = new T[problem.A.Columns];
        _between = new T[problem.Options.Preconditioner is { } p ? Math.Max(p.Rows, p.Columns) : problem.A.Columns];
        _best = new T[problem.Preconditioned.Columns];
        _previous = new T[problem.A.Columns];
        _rightNorm = VectorKernels.Norm<T>(problem.B);
    }

    private bool IsRightPreconditioned => !_problem.IsSymmetric && _problem.Options.Preconditioner is not null;

    public KrylovOutcome<T> Run()
    {
        if (_problem.FirstNonFinite is not null)
        {
            Array.Clear(_x);
            return Outcome(IterationStop.NonFinite, 0);
        }

        T before = T.PositiveInfinity;
        for (int restarts = 0; ; restarts++)
        {
            MeasureResidual();
            if (!T.IsFinite(_residualNorm))
            {
                return Outcome(IterationStop.NonFinite, restarts);
            }

            _engine.Start(_residual);
            if (_engine.Indefinite)
            {
                return Outcome(IterationStop.NotPositiveDefinite, restarts);
            }

            T error = TrueError(out IterationStop rule);
            if (error <= _problem.Tolerance)
            {
                return Outcome(rule, restarts);
            }

            if (restarts > 0 && (!(error < s_progress * before) || error <= s_nothingLeft))
            {
                if (!(error < before))
                {
                    GoBack();
                }

                return Outcome(IterationStop.Stagnated, restarts);
            }

            before = error;
            _x.CopyTo(_previous, 0);
            T longest = _engine.LongestResidual * _residualNorm;
            if (Inner(longest) is { } stop)
            {
                Advance(stop is IterationStop.NonFinite or IterationStop.Diverged ? _best : _engine.Iterate);
                MeasureResidual();
                bool lied = _residualNorm > longest && TrueError(out _) > T.CreateTruncating(NearRounding) * WorkingRange<T>.Epsilon;
                return Outcome(lied ? Disowned(stop) : stop, restarts);
            }

            Advance(_best);
        }
    }

    /// <summary>Steps until the recurrences meet a rule or have come to rest near rounding (null), or something else ends all. The best iterate on the way is kept.</summary>
    private IterationStop? Inner(T longest)
    {
        T best = T.PositiveInfinity;
        Array.Clear(_best);
        for (int since = 0; !_engine.Finished; since++)
        {
            if (_problem.Options.CancellationToken.IsCancellationRequested)
            {
                return IterationStop.Cancelled;
            }

            if (_iterations == _problem.MaxIterations)
            {
                return IterationStop.MaxIterations;
            }

            _engine.Step();
            _iterations++;
            Report();
            if (Trouble(longest) is { } stop)
            {
                return stop;
            }

            T error = BackwardError(_engine.NormEstimate, _engine.ResidualNorm, _engine.NormalResidualNorm, IterateNorm(), out _);
            if (error < best)
            {
                (best, since) = (error, 0);
                _engine.Iterate.CopyTo(_best, 0);
            }

            if (best <= _problem.InnerTolerance || (since >= Patience && best <= T.CreateTruncating(NearRounding) * WorkingRange<T>.Epsilon))
            {
                return null;
            }
        }

        _engine.Iterate.CopyTo(_best, 0);
        return null;
    }

    /// <summary>The recurrences told of a residual that the iterate does not have: what they found is thrown away.</summary>
    private IterationStop Disowned(IterationStop stop)
    {
        GoBack();
        return stop is IterationStop.Cancelled or IterationStop.NonFinite or IterationStop.NotPositiveDefinite ? stop : IterationStop.Diverged;
    }

    private void GoBack()
    {
        _previous.CopyTo(_x, 0);
        MeasureResidual();
    }

    private IterationStop? Trouble(T longest)
    {
        if (_engine.Indefinite)
        {
            return IterationStop.NotPositiveDefinite;
        }

        if (!T.IsFinite(_engine.ResidualNorm))
        {
            return IterationStop.NonFinite;
        }

        if (_engine.ResidualNorm > longest)
        {
            return IterationStop.Diverged;
        }

        return _engine.ConditionEstimate >= _conditionLimit ? IterationStop.ConditionLimit : null;
    }

    /// <summary>The smaller quotient of the two rules, and which.</summary>
    private T BackwardError(T norm, T residual, T normal, T solution, out IterationStop rule)
    {
        rule = IterationStop.ResidualSmall;
        if (residual == T.Zero)
        {
            return T.Zero;
        }

        T first = residual / T.FusedMultiplyAdd(norm, solution, _rightNorm);
        T second = norm == T.Zero ? (normal == T.Zero ? T.Zero : T.NaN) : normal / norm / residual;
        if (second < first || T.IsNaN(first))
        {
            rule = IterationStop.NormalResidualSmall;
            return second;
        }

        return first;
    }

    /// <summary>A lower bound of ‖x + d‖ that costs one pass: the rules need no more than its size.</summary>
    private T IterateNorm() => IsRightPreconditioned ? T.Zero : T.Abs(VectorKernels.Norm<T>(_engine.Iterate) - VectorKernels.Norm<T>(_x));

    /// <summary>
    /// The rules on the true residual. With P they are those of A·P or those of A, whichever is met first: Pᵀ(Aᵀr) has a rounding error of κ(P)·ε·‖r‖, so that a good
    /// preconditioner of a bad matrix could never be confirmed by its own rule alone. Where κ(A·P) is known there is a third: the part of r in the range of A is at most
    /// ‖(A·P)ᵀr‖/σ_min(A·P), and over ‖A‖·‖x‖ it bounds the backward error (Karlson and Waldén 1997).
    /// </summary>
    private T TrueError(out IterationStop rule)
    {
        T solution = VectorKernels.Norm<T>(_x);
        if (!IsRightPreconditioned)
        {
            return BackwardError(_engine.NormEstimate, _residualNorm, _normalNorm, solution, out rule);
        }

        T with = BackwardError(_engine.NormEstimate, _residualNorm, _normalNorm, T.Zero, out IterationStop withRule);
        T norm = OperatorNorm(), plain = BackwardError(norm, _residualNorm, VectorKernels.Norm<T>(_normal), solution, out rule);
        T inRange = _normalNorm / _engine.NormEstimate * _engine.ConditionEstimate / (norm * solution);
        if (inRange < T.Min(with, plain))
        {
            rule = IterationStop.NormalResidualSmall;
            return inRange;
        }

        rule = with < plain ? withRule : rule;
        return T.Min(with, plain);
    }

    /// <summary>A lower bound of ‖A‖₂ by a few steps of power iteration on AᵀA, made once.</summary>
    private T OperatorNorm()
    {
        if (_operatorNorm is { } known)
        {
            return known;
        }

        T[] v = new T[_problem.A.Columns], next = new T[v.Length], image = new T[_problem.A.Rows];
        new SplitMix(1).Fill<T>(v);
        T largest = T.Zero;
        for (int step = 0; step < NormSteps; step++)
        {
            T length = VectorKernels.Norm<T>(v);
            if (length == T.Zero || !T.IsFinite(length))
            {
                break;
            }

            // By a power of two, which rounds nothing; v then has a norm between 1 and 2.
            PowerOfTwo.Scale<T>(v, -T.ILogB(length));
            _problem.A.ApplyGram(next, image, v);
            largest = T.Max(largest, VectorKernels.Norm<T>(image) / VectorKernels.Norm<T>(v));
            (v, next) = (next, v);
        }

        _operatorNorm = largest;
        return largest;
    }

    private void MeasureResidual()
    {
        _problem.A.Apply(_residual, _x);
        for (int i = 0; i < _residual.Length; i++)
        {
            _residual[i] = _problem.B[i] - _residual[i];
        }

        _residualNorm = VectorKernels.Norm<T>(_residual);
        if (!_engine.KnowsNormalResidual)
        {
            return;
        }

        _problem.A.ApplyTransposed(_normal, _residual);
        if (IsRightPreconditioned)
        {
            Span<T> turned = _between.AsSpan(0, _problem.Options.Preconditioner!.Columns);
            _problem.Options.Preconditioner.ApplyTransposed(turned, _normal);
            _normalNorm = VectorKernels.Norm<T>(turned);
            return;
        }

        _normalNorm = VectorKernels.Norm<T>(_normal);
    }

    /// <summary>x = x + P·d, unless d has left the range.</summary>
    private void Advance(ReadOnlySpan<T> step)
    {
        if (IsRightPreconditioned)
        {
            Span<T> turned = _between.AsSpan(0, _x.Length);
            _problem.Options.Preconditioner!.Apply(turned, step);
            step = turned;
        }

        if (T.IsFinite(VectorKernels.MaxAbs(step)))
        {
            VectorKernels.Axpy<T>(_x, T.One, step);
        }
    }

    private void Report()
    {
        if (!_problem.Options.KeepHistory && _problem.Options.Progress is null)
        {
            return;
        }

        IterationRecord<T> record = new(_iterations, Unscaled(_engine.ResidualNorm), Unscaled(_engine.NormalResidualNorm));
        _problem.Options.Progress?.Report(record);
        if (_problem.Options.KeepHistory)
        {
            _history.Add(record);
        }
    }

    private KrylovOutcome<T> Outcome(IterationStop stop, int restarts)
    {
        T solution = VectorKernels.Norm<T>(_x);
        T error = stop == IterationStop.NonFinite ? T.NaN : TrueError(out _);
        PowerOfTwo.Scale<T>(_x, _problem.Exponent);
        return new KrylovOutcome<T>
        {
            Stop = stop,
            X = _x,
            Tolerance = _problem.Tolerance,
            Iterations = _iterations,
            Restarts = restarts,
            ResidualNorm = Unscaled(_residualNorm),
            NormalResidualNorm = Unscaled(_normalNorm),
            SolutionNorm = Unscaled(solution),
            NormEstimate = _engine.NormEstimate,
            ConditionEstimate = _engine.ConditionEstimate,
            BackwardError = error,
            History = _history,
            FirstNonFinite = _problem.FirstNonFinite,
        };
    }

    private T Unscaled(T norm) => T.ScaleB(norm, _problem.Exponent);
}
