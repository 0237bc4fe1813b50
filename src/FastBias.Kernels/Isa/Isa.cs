namespace FastBias;

/// <summary>The instruction-set levels that kernels are generated for, worst first.</summary>
public enum Isa
{
    /// <summary>One element at a time; needs nothing.</summary>
    Scalar,

    /// <summary>128-bit vectors (SSE2, NEON).</summary>
    V128,

    /// <summary>256-bit vectors with fused multiply-add (AVX2, FMA).</summary>
    V256,

    /// <summary>512-bit vectors (AVX-512 F, DQ, VL).</summary>
    V512,
}
