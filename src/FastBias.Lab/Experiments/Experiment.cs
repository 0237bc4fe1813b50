using System.Diagnostics.CodeAnalysis;

namespace FastBias.Lab;

/// <summary>A computation that answers a question, with parameters, and with claims about the answer.</summary>
public abstract class Experiment
{
    private protected Experiment(SpecText text) => SpecText = text;

    /// <summary>Its name on the command line, descriptive, in lower case with hyphens: <c>double-descent</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its title, in a line.</summary>
    public abstract string Title { get; }

    /// <summary>What is asked, how it is computed, what to look for: paragraphs separated by empty lines, for a reader who is new to it. Formulas as in the field, in Unicode.</summary>
    public abstract string About { get; }

    /// <summary>The ids of the items that its claims are about.</summary>
    public abstract IReadOnlyList<string> Ids { get; }

    /// <summary>The parameters that the claims were made for.</summary>
    public abstract ExperimentSpec Defaults { get; }

    /// <summary>Parameters for a look: well under a second. Claims about large sizes may fail with them.</summary>
    public abstract ExperimentSpec Quick { get; }

    /// <summary>Prints and parses its parameters.</summary>
    public SpecText SpecText { get; }

    /// <summary>Runs it. Equal parameters give equal bits on every instruction set and number of threads.</summary>
    /// <param name="spec">Parameters of the type of <see cref="Defaults"/>.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    /// <exception cref="SpecException">A parameter is outside its range, or they do not fit together.</exception>
    /// <exception cref="ArgumentException"><paramref name="spec"/> belongs to another experiment.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="DataNotFoundException">The data that it is about are not on this machine.</exception>
    public abstract ExperimentResult Run(ExperimentSpec spec, ExperimentContext context);
}

/// <summary>An experiment with its own record of parameters.</summary>
/// <typeparam name="TSpec">The parameters; the defaults are those of the constructor.</typeparam>
public abstract class Experiment<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TSpec> : Experiment
    where TSpec : ExperimentSpec, new()
{
    /// <summary>An experiment.</summary>
    protected Experiment()
        : base(new(typeof(TSpec)))
    {
    }

    /// <inheritdoc/>
    public sealed override ExperimentSpec Defaults => new TSpec();

    /// <inheritdoc/>
    public sealed override ExperimentResult Run(ExperimentSpec spec, ExperimentContext context)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(context);
        if (spec is not TSpec own)
        {
            throw new ArgumentException($"The parameters are {spec.GetType().Name}; '{Name}' has {typeof(TSpec).Name}.", nameof(spec));
        }

        SpecText.Validate(spec);
        context.Cancellation.ThrowIfCancellationRequested();
        return Run(own, context);
    }

    /// <summary>Runs it with parameters that are valid.</summary>
    /// <param name="spec">The parameters.</param>
    /// <param name="context">Threads, progress and cancellation.</param>
    protected abstract ExperimentResult Run(TSpec spec, ExperimentContext context);
}
