namespace FastBias;

/// <summary>The first-order methods on f(w) = (c/2)·‖X·w − y‖², g its gradient c·Xᵀ(X·w − y), H = c·XᵀX, λ₁ ≥ … ≥ λ_r &gt; 0 the nonzero eigenvalues of H.</summary>
/// <remarks>
/// <code>
///   method           step                                     converges if                  factor per step                 limit
///   GradientDescent  w − αg                                   α &lt; 2/λ₁                      max |1 − αλ|                    X⁺y + P_null·w₀
///   HeavyBall        v = βv − αg;  w + v                      α &lt; 2(1 + β)/λ₁               roots of z² − (1 + β − αλ)z + β   the same
///   Nesterov         v = βv − αg(w + βv);  w + v              α &lt; (2 + 2β)/((1 + 2β)λ₁)     z² − (1 + β)(1 − αλ)z + β(1 − αλ) the same
///   CyclicSgd        batches in order, one epoch a step       ρ(epoch) &lt; 1                  ρ(epoch)                        fixed point of the epoch
///   ShuffledSgd      batches in random order                  α·max λ₁(H_batch) &lt; 2 (*)     none                            X⁺y + P_null·w₀ if y = X·w has a solution
///   Kaczmarz         row ∝ ‖x_i‖², w + ω(y_i − x_i·w)/‖x_i‖²·x_i   0 &lt; ω &lt; 2            (1 − ω(2 − ω)σ_r²/‖X‖_F²)^(m/2) (**)  the same, if there is a solution
///   ExponentiatedGradient  w_j·exp(−αg_j)                     local bound                   none                            no closed form: log(w/w₀) lies in the row space
///   SignDescent      w_j − α·sign(g_j)                        never to a point              none                            no closed form
///   Adam             w_j − α·m̂_j/(√v̂_j + ε)                    no bound from the spectrum    none                            no closed form
/// </code>
/// (*) sufficient; (**) a bound of the expectation, for m projections. P_null = I − X⁺X.
/// <para>Source: B. Polyak, Introduction to Optimization (1987), 2.1 and 3.2; Y. Nesterov (1983); T. Strohmer, R. Vershynin, J. Fourier Anal. Appl. 15 (2009);
/// J. Kivinen, M. Warmuth, Inf. Comput. 132 (1997); D. Kingma, J. Ba, Adam, ICLR 2015; S. Gunasekar et al., ICML 2018, for the limits.</para>
/// </remarks>
public enum FirstOrderMethod
{
    /// <summary>Gradient descent with a fixed step.</summary>
    GradientDescent,

    /// <summary>Polyak's heavy ball.</summary>
    HeavyBall,

    /// <summary>Nesterov's momentum with a fixed factor.</summary>
    Nesterov,

    /// <summary>Stochastic gradients, the batches always in the same order.</summary>
    CyclicSgd,

    /// <summary>Stochastic gradients, rows shuffled anew in every epoch.</summary>
    ShuffledSgd,

    /// <summary>Randomised Kaczmarz with relaxation ω.</summary>
    Kaczmarz,

    /// <summary>Mirror descent with the entropy: unnormalised exponentiated gradient, w &gt; 0.</summary>
    ExponentiatedGradient,

    /// <summary>Steps of fixed size in every coordinate.</summary>
    SignDescent,

    /// <summary>Adam with bias correction.</summary>
    Adam,
}

/// <summary>Why a first-order method ended.</summary>
public enum FirstOrderStop
{
    /// <summary>‖g‖ ≤ tolerance·c·‖X‖·(‖X‖·‖w‖ + ‖y‖).</summary>
    GradientSmall,

    /// <summary>The cap was reached.</summary>
    MaxIterations,

    /// <summary>The step is not below its bound, so nothing was run; the reason names the bound.</summary>
    StepTooLarge,

    /// <summary>The iterates left the range of numbers.</summary>
    Diverged,

    /// <summary>X, y or the start holds NaN or infinity.</summary>
    NonFinite,

    /// <summary>The caller cancelled.</summary>
    Cancelled,
}
