using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>Says of which classes one instance lives as long as the process: registered so, held by a static member, or by a local around the routes.</summary>
/// <remarks>
/// Starts from the class that somebody asks about. What registers it, or keeps it, nearly always says its name, so the many registrations of other classes are told
/// by syntax, and neither bound nor asked who calls the method that they stand in.
/// </remarks>
/// <param name="project">Of the compilation.</param>
/// <param name="isUsedByRequests">Whether code that requests run uses a local of a body that sets up the pipeline.</param>
internal sealed class LastingClasses(ProjectContext project, Func<ILocalSymbol, SyntaxNode, CancellationToken, bool> isUsedByRequests)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxNode, bool> guards = new();
    private readonly Once<List<Registration>> registrations = new(cancellation =>
        [
            .. project.Trees.SelectMany(tree =>
            {
                cancellation.ThrowIfCancellationRequested();
                return project.Candidates(tree, Find.Singletons).OfType<InvocationExpressionSyntax>().Select(Registration.Of);
            }),
        ]
    );
    private readonly Once<ILookup<INamedTypeSymbol, INamedTypeSymbol>> derived = new(cancellation => FindDerived(project, cancellation));
    private readonly Once<ILookup<string, SyntaxNode>> staticMembers = new(cancellation => FindStaticMembers(project, cancellation));
    private readonly Once<ILookup<string, string>> aliases = new(cancellation => FindAliases(project, cancellation));

    /// <param name="type">A class of the project, as it is declared.</param>
    /// <param name="cancellation">Of the asker.</param>
    public bool Has(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (!known.TryGetValue(type, out var isLasting))
        {
            // What a base class keeps lives as long as the class that derives from it.
            var classes = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            AddWithDerived(type, classes, cancellation);
            var names = new HashSet<string>(classes.Select(static one => one.Name), StringComparer.Ordinal);
            names.UnionWith([.. names.SelectMany(name => aliases.Get(cancellation)[name])]);
            isLasting = known.GetOrAdd(
                type,
                IsHeld(classes, names, cancellation) || IsRegistered(classes, names, cancellation) || IsAroundRoutes(classes, cancellation)
            );
        }

        return isLasting;
    }

    private void AddWithDerived(INamedTypeSymbol type, HashSet<INamedTypeSymbol> classes, CancellationToken cancellation)
    {
        if (!classes.Add(type) || type.IsSealed)
        {
            return;
        }

        foreach (var further in derived.Get(cancellation)[type])
        {
            AddWithDerived(further, classes, cancellation);
        }
    }

    private bool IsRegistered(HashSet<INamedTypeSymbol> classes, HashSet<string> names, CancellationToken cancellation)
    {
        foreach (var registration in registrations.Get(cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            if (
                registration.MayName(names)
                && project.At(Find.Singletons, registration.Call) is { Value: { IsOneOfSeveral: false } registered } found
                && registered.Classes.Any(classes.Contains)
                && guards.GetOrAdd(registration.Call, _ => project.Guards.RunsInProduction(found.Operation!))
            )
            {
                return true;
            }
        }

        return false;
    }

    // static readonly OrderStore Store = new();
    private bool IsHeld(HashSet<INamedTypeSymbol> classes, HashSet<string> names, CancellationToken cancellation)
    {
        var members = staticMembers.Get(cancellation);
        foreach (var member in names.SelectMany(name => members[name]))
        {
            if (
                project.ModelOf(member.SyntaxTree).GetDeclaredSymbol(member, cancellation) switch
                {
                    IFieldSymbol field => field.Type,
                    IPropertySymbol property => property.Type,
                    _ => null,
                }
                    is INamedTypeSymbol { TypeKind: TypeKind.Class } held
                && classes.Contains(held.OriginalDefinition)
            )
            {
                return true;
            }
        }

        return false;
    }

    // The project's static fields and properties by the last name of their type: to search every file for the name of each class that is asked about grows with the square of the project.
    private static ILookup<string, SyntaxNode> FindStaticMembers(ProjectContext project, CancellationToken cancellation) =>
        project
            .Trees.SelectMany(tree =>
                tree.GetRoot(cancellation)
                    .DescendantNodes(static node =>
                        node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax
                    )
            )
            .Select(static node =>
                node switch
                {
                    FieldDeclarationSyntax { Modifiers: var modifiers, Declaration: var declaration }
                        when modifiers.Any(SyntaxKind.StaticKeyword) => (
                        Name: LastNameOf(declaration.Type),
                        Member: declaration.Variables[0]
                    ),
                    PropertyDeclarationSyntax { Modifiers: var modifiers, Type: var type } when modifiers.Any(SyntaxKind.StaticKeyword) => (
                        Name: LastNameOf(type),
                        Member: node
                    ),
                    _ => (Name: null, Member: node),
                }
            )
            .Where(static member => member.Name is not null)
            .ToLookup(static member => member.Name!, static member => member.Member, StringComparer.Ordinal);

    private static string? LastNameOf(TypeSyntax type) =>
        type switch
        {
            NullableTypeSyntax { ElementType: var element } => LastNameOf(element),
            QualifiedNameSyntax { Right.Identifier.ValueText: var name } => name,
            AliasQualifiedNameSyntax { Name.Identifier.ValueText: var name } => name,
            SimpleNameSyntax { Identifier.ValueText: var name } => name,
            _ => null,
        };

    private bool IsAroundRoutes(HashSet<INamedTypeSymbol> classes, CancellationToken cancellation)
    {
        foreach (var body in project.All(Find.PipelineBodies, cancellation))
        {
            foreach (var local in body.Value.Captured)
            {
                if (
                    local.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type
                    && classes.Contains(type.OriginalDefinition)
                    && isUsedByRequests(local, body.Value.Scope, cancellation)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    // The project's own classes by the class that each derives from.
    private static ILookup<INamedTypeSymbol, INamedTypeSymbol> FindDerived(ProjectContext project, CancellationToken cancellation)
    {
        return TypesIn(project.Compilation.Assembly.GlobalNamespace)
            .Where(static type => type is { TypeKind: TypeKind.Class, BaseType.SpecialType: SpecialType.None })
            .ToLookup(
                static type => type.BaseType!.OriginalDefinition,
                static type => type,
                (IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default
            );

        IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
        {
            cancellation.ThrowIfCancellationRequested();
            if (container is INamespaceSymbol space)
            {
                foreach (var inner in space.GetNamespaceMembers().SelectMany(TypesIn))
                {
                    yield return inner;
                }
            }

            foreach (var type in container.GetTypeMembers())
            {
                yield return type;
                foreach (var nested in TypesIn(type))
                {
                    yield return nested;
                }
            }
        }
    }

    // using Store = Shop.OrderStore; by the last name of what it stands for.
    private static ILookup<string, string> FindAliases(ProjectContext project, CancellationToken cancellation) =>
        project
            .Trees.SelectMany(tree =>
                tree.GetRoot(cancellation)
                    .DescendantNodes(static node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
                    .OfType<UsingDirectiveSyntax>()
            )
            .Where(static directive => directive.Alias is not null)
            .ToLookup(
                static directive => directive.NamespaceOrType.NameOfMember() ?? "",
                static directive => directive.Alias!.Name.Identifier.ValueText,
                StringComparer.Ordinal
            );

    /// <param name="Call">May register a singleton.</param>
    /// <param name="Names">Every name in it; null when it may register a class that it does not name.</param>
    private sealed record Registration(InvocationExpressionSyntax Call, HashSet<string>? Names)
    {
        public static Registration Of(InvocationExpressionSyntax call) =>
            new(
                call,
                SaysWhat(call)
                    ? new HashSet<string>(
                        call.DescendantTokens()
                            .Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
                            .Select(static token => token.ValueText),
                        StringComparer.Ordinal
                    )
                    : null
            );

        public bool MayName(HashSet<string> classes) => Names is null || Names.Overlaps(classes);

        // Not AddSingleton(store), AddSingleton(_ => CreateStore()), AddSingleton<IStore>(store), AddSingleton<IStore>(new Logged(new())).
        private static bool SaysWhat(InvocationExpressionSyntax call) =>
            call.ArgumentList.Arguments.All(argument =>
                argument.Expression switch
                {
                    TypeOfExpressionSyntax or ObjectCreationExpressionSyntax => true,
                    LambdaExpressionSyntax or LiteralExpressionSyntax => IsGeneric(call),
                    _ => false,
                } && !argument.DescendantNodes().Any(static node => node is ImplicitObjectCreationExpressionSyntax)
            );

        private static bool IsGeneric(InvocationExpressionSyntax call) =>
            call.Expression switch
            {
                GenericNameSyntax => true,
                MemberAccessExpressionSyntax { Name: var name } => name is GenericNameSyntax,
                MemberBindingExpressionSyntax { Name: var name } => name is GenericNameSyntax,
                _ => false,
            };
    }
}
