namespace FastBias.Lab;

/// <summary>The mean of numbers that come one by one, and its standard error, without keeping them.</summary>
/// <remarks>Source: B. Welford, Technometrics 4 (1962).</remarks>
internal struct RunningMean
{
    private int _count;
    private double _mean;
    private double _spread;

    /// <summary>Takes one more number.</summary>
    public void Add(double value)
    {
        double away = value - _mean;
        _mean += away / ++_count;
        _spread += away * (value - _mean);
    }

    /// <summary>The mean and its standard error, of at least two numbers.</summary>
    public readonly (double Mean, double StandardError) Result() => (_mean, Math.Sqrt(_spread / (_count - 1) / _count));
}
