namespace FastBias;

/// <summary>Which operand of a least-squares problem is meant.</summary>
public enum LeastSquaresOperand
{
    /// <summary>The matrix A.</summary>
    Matrix,

    /// <summary>The right-hand sides B.</summary>
    RightHandSide,
}
