using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FastBias.Generators;

/// <summary>The values known while a template is expanded, and the arithmetic on them.</summary>
internal sealed class Constants
{
    private readonly Dictionary<string, int> _values;

    public Constants(IEnumerable<Constant> constants, int count)
    {
        _values = constants.ToDictionary(constant => constant.Name, constant => constant.Value);
        Count = count;
    }

    /// <summary>The value of <c>V.Count</c>.</summary>
    public int Count { get; }

    public bool Knows(string name) => _values.ContainsKey(name);

    public void Set(string name, int value) => _values[name] = value;

    public void Forget(string name) => _values.Remove(name);

    /// <summary>The value of an expression; null where it is not constant. True is 1, false 0.</summary>
    public int? Evaluate(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax { Token.Value: int value } => value,
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.TrueLiteralExpression) => 1,
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.FalseLiteralExpression) => 0,
        IdentifierNameSyntax name when _values.TryGetValue(name.Identifier.Text, out int value) => value,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: "V" }, Name.Identifier.Text: "Count" } => Count,
        ParenthesizedExpressionSyntax parenthesized => Evaluate(parenthesized.Expression),
        CastExpressionSyntax { Type: IdentifierNameSyntax { Identifier.Text: "nuint" or "nint" } } cast => Evaluate(cast.Expression),
        ConditionalExpressionSyntax conditional when Evaluate(conditional.Condition) is { } condition =>
            Evaluate(condition != 0 ? conditional.WhenTrue : conditional.WhenFalse),
        BinaryExpressionSyntax binary => Binary(binary),
        _ => null,
    };

    private int? Binary(BinaryExpressionSyntax binary)
    {
        int? left = Evaluate(binary.Left);
        if (binary.IsKind(SyntaxKind.LogicalAndExpression) && left == 0)
        {
            return 0;
        }

        if (binary.IsKind(SyntaxKind.LogicalOrExpression) && left is not null && left != 0)
        {
            return 1;
        }

        int? right = Evaluate(binary.Right);
        if (binary.IsKind(SyntaxKind.MultiplyExpression) && (left == 0 || right == 0))
        {
            // Only offsets are multiplied by constants, and offsets are integers.
            return 0;
        }

        return left is { } a && right is { } b ? Apply(binary.Kind(), a, b) : null;
    }

    private static int? Apply(SyntaxKind kind, int a, int b) => kind switch
    {
        SyntaxKind.AddExpression => a + b,
        SyntaxKind.SubtractExpression => a - b,
        SyntaxKind.MultiplyExpression => a * b,
        SyntaxKind.DivideExpression when b != 0 => a / b,
        SyntaxKind.ModuloExpression when b != 0 => a % b,
        SyntaxKind.LessThanExpression => a < b ? 1 : 0,
        SyntaxKind.LessThanOrEqualExpression => a <= b ? 1 : 0,
        SyntaxKind.GreaterThanExpression => a > b ? 1 : 0,
        SyntaxKind.GreaterThanOrEqualExpression => a >= b ? 1 : 0,
        SyntaxKind.EqualsExpression => a == b ? 1 : 0,
        SyntaxKind.NotEqualsExpression => a != b ? 1 : 0,
        SyntaxKind.LogicalAndExpression => a != 0 && b != 0 ? 1 : 0,
        SyntaxKind.LogicalOrExpression => a != 0 || b != 0 ? 1 : 0,
        _ => null,
    };
}
