using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A field or property that holds one of .NET's collections, however long it lives.</summary>
internal sealed record KeptCollection(ISymbol Member);

/// <summary>Knows the members that keep a collection, by the type that they are declared with.</summary>
internal sealed class KeptCollections : Recogniser<KeptCollection>
{
    public override IEnumerable<string> Words => StoredElements.CollectionNames;

    public override WordForm Form => WordForm.Call;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token)
    {
        var type = token.Parent as GenericNameSyntax as SyntaxNode;
        while (type?.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax or NullableTypeSyntax)
        {
            type = type.Parent;
        }

        return type?.Parent switch
        {
            VariableDeclarationSyntax { Parent: FieldDeclarationSyntax } declaration when declaration.Type == type => declaration.Variables,
            PropertyDeclarationSyntax property when property.Type == type => [property],
            ParameterSyntax { Parent.Parent: RecordDeclarationSyntax } parameter when parameter.Type == type => [parameter],
            _ => [],
        };
    }

    public override KeptCollection? Recognise(Candidate candidate) =>
        candidate.Project.ModelOf(candidate.Node.SyntaxTree).GetDeclaredSymbol(candidate.Node, Cancellation.Token) switch
        {
            IFieldSymbol { IsConst: false } field when StoredElements.IsCollection(field.Type) => new KeptCollection(field),
            IPropertySymbol property when StoredElements.IsCollection(property.Type) && IsAuto(property) => new KeptCollection(property),
            IParameterSymbol { ContainingType: var record, Name: var name } => record
                .GetMembers(name)
                .OfType<IPropertySymbol>()
                .FirstOrDefault(static property => StoredElements.IsCollection(property.Type) && IsAuto(property))
                is { } property
                ? new KeptCollection(property)
                : null,
            _ => null,
        };

    private static bool IsAuto(IPropertySymbol property) =>
        property.ContainingType.TypeKind == TypeKind.Class
        && property
            .ContainingType.GetMembers()
            .Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));
}

/// <summary>A method body, or the statements of the top level, that sets up what requests run.</summary>
/// <param name="Scope">What locals of it are seen in.</param>
/// <param name="Captured">The locals that lambdas and local functions of it use and that are declared outside of what a request runs.</param>
internal sealed record PipelineBody(SyntaxNode Scope, IReadOnlyList<ILocalSymbol> Captured);

internal sealed class PipelineBodies : Recogniser<PipelineBody>
{
    public override WordForm FormOf(string word) =>
        word is "Use" or "Run" || word.StartsWith("Map", StringComparison.Ordinal) ? WordForm.Call : WordForm.None;

    // One body, however many routes it maps.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { } call
        && MaySetUp(call)
        && call.FirstAncestorOrSelf<SyntaxNode>(static node =>
            node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
        )
            is { } scope
            ? [scope]
            : [];

    public override PipelineBody? Recognise(Candidate candidate)
    {
        HashSet<string>? captured = null;
        List<VariableDeclaratorSyntax>? declared = null;
        foreach (var node in candidate.Node.DescendantNodes(static node => node is not BaseTypeDeclarationSyntax))
        {
            switch (node)
            {
                case IdentifierNameSyntax name when IsInFunction(name, candidate.Node):
                    (captured ??= new HashSet<string>(StringComparer.Ordinal)).Add(name.Identifier.ValueText);
                    break;
                case VariableDeclaratorSyntax
                {
                    Parent: VariableDeclarationSyntax { Type: not PredefinedTypeSyntax, Parent: LocalDeclarationStatementSyntax }
                } local when !IsInRequest(local, candidate.Node):
                    (declared ??= []).Add(local);
                    break;
            }
        }

        if (captured is null || declared is null)
        {
            return null;
        }

        var model = candidate.Project.ModelOf(candidate.Node.SyntaxTree);
        List<ILocalSymbol> found =
        [
            .. declared
                .Where(local => captured.Contains(local.Identifier.ValueText))
                .Select(local => model.GetDeclaredSymbol(local, Cancellation.Token))
                .OfType<ILocalSymbol>(),
        ];
        return found.Count > 0 ? new PipelineBody(candidate.Node, found) : null;
    }

    // app.MapGet("/", handler), app.Use(async (context, next) => …); Task.Run(…) is something else.
    private static bool MaySetUp(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Expression: not IdentifierNameSyntax { Identifier.ValueText: "Task" } }
        && call.ArgumentList.Arguments is [.., { Expression: var last }] arguments
        && (arguments.Count > 1 || last is AnonymousFunctionExpressionSyntax)
        && arguments.Any(static argument =>
            argument.Expression is AnonymousFunctionExpressionSyntax or SimpleNameSyntax or MemberAccessExpressionSyntax
        );

    private static bool IsInFunction(SyntaxNode node, SyntaxNode scope)
    {
        for (var parent = node.Parent; parent is not null && parent != scope; parent = parent.Parent)
        {
            if (parent is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                return true;
            }
        }

        return false;
    }

    // Inside a lambda that is an argument of Map…, Use or Run.
    private static bool IsInRequest(SyntaxNode node, SyntaxNode scope)
    {
        for (var parent = node.Parent; parent is not null && parent != scope; parent = parent.Parent)
        {
            if (
                parent is AnonymousFunctionExpressionSyntax { Parent: ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call } }
                && call.Expression.NameOfMember() is { } name
                && (name is "Use" or "Run" || name.StartsWith("Map", StringComparison.Ordinal))
            )
            {
                return true;
            }
        }

        return false;
    }
}
