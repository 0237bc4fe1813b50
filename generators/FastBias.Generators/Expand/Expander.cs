using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace FastBias.Generators;

/// <summary>The rewrites of a template's method, and there are no others:
/// constants become their values, loops over constants are unrolled, elements of a <c>Tile</c> become locals, ifs on constants are folded.
/// (The aliases <c>V</c>, <c>Simd</c>, <c>Partial</c> and <c>T</c> are swapped by <see cref="SourceWriter"/>, which writes new ones.)</summary>
internal sealed class Expander(Constants constants, EquatableArray<string> keptLoops) : CSharpSyntaxRewriter
{
    private const int MaxIterations = 4096;
    private static readonly SyntaxAnnotation TileElement = new();
    private readonly HashSet<string> _tiles = [];

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node) =>
        constants.Knows(node.Identifier.Text) ? Number(node) : node;

    public override SyntaxNode? VisitMemberAccessExpression(MemberAccessExpressionSyntax node) =>
        constants.Evaluate(node) is not null ? Number(node) : base.VisitMemberAccessExpression(node);

    /// <summary>Parentheses go where nothing is left in them that needs any: <c>(rows0)</c>, <c>(12)</c>.</summary>
    public override SyntaxNode? VisitParenthesizedExpression(ParenthesizedExpressionSyntax node) =>
        constants.Evaluate(node) is not null ? Number(node) : base.VisitParenthesizedExpression(node) switch
        {
            ParenthesizedExpressionSyntax { Expression: IdentifierNameSyntax or LiteralExpressionSyntax or ParenthesizedExpressionSyntax } bare =>
                bare.Expression.WithTriviaFrom(node),
            var needed => needed,
        };

    /// <summary>A constant needs no cast to be a native integer.</summary>
    public override SyntaxNode? VisitCastExpression(CastExpressionSyntax node) =>
        node.Type is IdentifierNameSyntax { Identifier.Text: "nuint" or "nint" } && constants.Evaluate(node.Expression) is >= 0
            ? Number(node.Expression).WithTriviaFrom(node)
            : base.VisitCastExpression(node);

    public override SyntaxNode? VisitConditionalExpression(ConditionalExpressionSyntax node) =>
        constants.Evaluate(node.Condition) is { } condition
            ? Visit(condition != 0 ? node.WhenTrue : node.WhenFalse)
            : base.VisitConditionalExpression(node);

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (constants.Evaluate(node) is not null)
        {
            return Number(node);
        }

        bool sum = node.IsKind(SyntaxKind.AddExpression), product = node.IsKind(SyntaxKind.MultiplyExpression);
        return product && constants.Evaluate(node.Left) == 1 ? Visit(node.Right)
            : sum && constants.Evaluate(node.Right) == 0 ? Visit(node.Left)
            : sum && constants.Evaluate(node.Left) == 0 ? Visit(node.Right)
            : base.VisitBinaryExpression(node);
    }

    public override SyntaxNode? VisitElementAccessExpression(ElementAccessExpressionSyntax node) =>
        node.Expression is IdentifierNameSyntax tile && _tiles.Contains(tile.Identifier.Text)
            ? IdentifierName(Element(tile.Identifier.Text, node.ArgumentList.Arguments.Select(Index))).WithTriviaFrom(node)
            : base.VisitElementAccessExpression(node);

    public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(List(InScope(node.Statements.SelectMany(Expand))));

    private IEnumerable<StatementSyntax> Expand(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } tiles } when tiles[0].Initializer?.Value is ObjectCreationExpressionSyntax { Type: GenericNameSyntax { Identifier.Text: "Tile" } type } creation =>
            WithLeading(statement, DeclareTile(tiles[0].Identifier.Text, type.TypeArgumentList.Arguments[0], creation.ArgumentList!)),
        ForStatementSyntax loop when Range(loop) is { } values => WithLeading(statement, Unroll(loop, values)),
        IfStatementSyntax branch when constants.Evaluate(branch.Condition) is { } condition =>
            WithLeading(statement, condition != 0 ? Inline(branch.Statement) : branch.Else is { } other ? Inline(other.Statement) : []),
        _ => [(StatementSyntax)Visit(statement)!],
    };

    private IEnumerable<StatementSyntax> DeclareTile(string name, TypeSyntax type, ArgumentListSyntax sizes)
    {
        _tiles.Add(name);
        int rows = Index(sizes.Arguments[0]);
        int? columns = sizes.Arguments.Count > 1 ? Index(sizes.Arguments[1]) : null;
        return
            from row in Enumerable.Range(0, rows)
            from column in Enumerable.Range(0, columns ?? 1)
            select ParseStatement($"{type} {Element(name, columns is null ? [row] : [row, column])} = default;").WithAdditionalAnnotations(TileElement);
    }

    /// <summary>The statements of a block, without the elements of tiles that nothing in it uses: a last tile may be smaller than the others.</summary>
    private static List<StatementSyntax> InScope(IEnumerable<StatementSyntax> expanded)
    {
        List<StatementSyntax> statements = expanded.ToList();
        if (!statements.Any(statement => statement.HasAnnotation(TileElement)))
        {
            return statements;
        }

        HashSet<string> used = [.. statements.Where(statement => !statement.HasAnnotation(TileElement))
            .SelectMany(statement => statement.DescendantTokens()).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.Text)];
        statements.RemoveAll(statement => statement.HasAnnotation(TileElement)
            && !used.Contains(((LocalDeclarationStatementSyntax)statement).Declaration.Variables[0].Identifier.Text));
        return statements;
    }

    /// <summary>The values that a loop's variable takes; null where the loop has to stay one.</summary>
    private List<int>? Range(ForStatementSyntax loop)
    {
        if (loop is not { Declaration: { Type: PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.IntKeyword }, Variables: { Count: 1 } variables }, Condition: { } condition, Incrementors: { Count: 1 } steps }
            || keptLoops.Contains(variables[0].Identifier.Text)
            || variables[0].Initializer is not { } initializer
            || constants.Evaluate(initializer.Value) is not { } value)
        {
            return null;
        }

        string name = variables[0].Identifier.Text;
        List<int> values = [];
        constants.Set(name, value);
        while (constants.Evaluate(condition) is { } proceed)
        {
            if (proceed == 0)
            {
                constants.Forget(name);
                return values;
            }

            values.Add(value);
            value = Next(steps[0], value) ?? throw new InvalidOperationException("cannot follow the loop's step: " + steps[0]);
            constants.Set(name, value);
            if (values.Count > MaxIterations)
            {
                throw new InvalidOperationException("the loop is too long to unroll: " + condition);
            }
        }

        constants.Forget(name);
        return null;
    }

    private int? Next(ExpressionSyntax step, int value) => step switch
    {
        PostfixUnaryExpressionSyntax when step.IsKind(SyntaxKind.PostIncrementExpression) => value + 1,
        PostfixUnaryExpressionSyntax when step.IsKind(SyntaxKind.PostDecrementExpression) => value - 1,
        AssignmentExpressionSyntax assignment when constants.Evaluate(assignment.Right) is { } amount => assignment.Kind() switch
        {
            SyntaxKind.AddAssignmentExpression => value + amount,
            SyntaxKind.MultiplyAssignmentExpression => value * amount,
            SyntaxKind.DivideAssignmentExpression => value / amount,
            _ => null,
        },
        _ => null,
    };

    private List<StatementSyntax> Unroll(ForStatementSyntax loop, List<int> values)
    {
        string name = loop.Declaration!.Variables[0].Identifier.Text;
        List<StatementSyntax> result = [];
        foreach (int value in values)
        {
            constants.Set(name, value);
            result.AddRange(Inline(loop.Statement));
        }

        constants.Forget(name);
        return result;
    }

    /// <summary>A body's statements, in a block of their own only where they declare something.</summary>
    private List<StatementSyntax> Inline(StatementSyntax body)
    {
        List<StatementSyntax> statements = InScope((body is BlockSyntax block ? block.Statements : [body]).SelectMany(Expand));
        return statements.Any(statement => statement is LocalDeclarationStatementSyntax) ? [Block(statements)] : statements;
    }

    /// <summary>Keeps the comment above a statement that was replaced.</summary>
    private static IEnumerable<StatementSyntax> WithLeading(StatementSyntax original, IEnumerable<StatementSyntax> replacement)
    {
        bool first = true;
        foreach (StatementSyntax statement in replacement)
        {
            yield return first
                ? statement.WithLeadingTrivia(original.GetLeadingTrivia().AddRange(statement.GetLeadingTrivia()))
                : statement;
            first = false;
        }
    }

    private int Index(ArgumentSyntax argument) =>
        constants.Evaluate(argument.Expression) ?? throw new InvalidOperationException("not constant: " + argument.Parent);

    private LiteralExpressionSyntax Number(ExpressionSyntax node) =>
        LiteralExpression(SyntaxKind.NumericLiteralExpression, Literal(constants.Evaluate(node)!.Value)).WithTriviaFrom(node);

    private static string Element(string tile, IEnumerable<int> indices) => $"{tile}_{string.Join("_", indices)}";
}
