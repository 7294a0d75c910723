using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Judges.Stores;

/// <summary>Says whether a collection in memory is what request handlers keep their data in.</summary>
/// <remarks>
/// Says so on evidence only: requests store what came with them and read it back, and nothing behind the collection could bring it back.
/// Starts from the collection: nearly all end with the request, or with the question what they hold, before anybody looks at a body.
/// </remarks>
internal sealed class DataStores
{
    private readonly ProjectContext project;
    private readonly CallGraph calls;
    private readonly LastingClasses lasting;
    private readonly ConcurrentDictionary<ISymbol, bool> reachesOutside = new(SymbolEqualityComparer.Default);

    public DataStores(ProjectContext project)
    {
        this.project = project;
        calls = new CallGraph(project);
        lasting = new LastingClasses(project, IsUsedByRequests);
    }

    /// <param name="member">A field or property that holds a collection.</param>
    public bool IsStore(ISymbol member, CancellationToken cancellation) =>
        MayBeStore(member)
        // Most classes with a collection live no longer than a request, and their names are rarer than those of their members.
        && (member.IsStatic ? !IsOfThread(member) : lasting.Has(member.ContainingType.OriginalDefinition, cancellation))
        && MayBeFilled(member, TreesThatMayUse(member), cancellation)
        && IsStore(member, UsesOf(member, cancellation));

    /// <summary>
    /// Whether hubs keep in a collection who is connected, and code asks for others than the caller there. That is a fault where hubs have a backplane:
    /// it joins the instances' messages, and each of them still knows its own connections only.
    /// </summary>
    /// <param name="member">A field or property that holds a collection.</param>
    /// <param name="cancellation">Of the asker.</param>
    public bool IsPresence(ISymbol member, CancellationToken cancellation) =>
        StoredElements.Of(TypeOf(member)) != StoredElement.Other
        && !project.IsDesignTime(member)
        && (member.IsStatic ? !IsOfThread(member) : lasting.Has(member.ContainingType.OriginalDefinition, cancellation))
        && MayBeFilled(member, TreesThatMayUse(member), cancellation)
        && IsPresence(UsesOf(member, cancellation).Where(IsRequested).ToList());

    private static bool IsPresence(List<CollectionUse> requested) =>
        requested.Exists(read =>
            read.Kind is CollectionUseKind.Read or CollectionUseKind.Answer
            && !StoreNames.IsOfConnections(read)
            && requested.Exists(stored =>
                stored.Kind is not (CollectionUseKind.Read or CollectionUseKind.Answer or CollectionUseKind.Asked)
                && StoreNames.IsOfConnections(stored)
                && CollectionUses.MayStore(stored.Operation.Syntax)
                && HandlerOf(stored.Operation) != HandlerOf(read.Operation)
            )
        );

    /// <param name="local">One that lambdas and local functions capture.</param>
    /// <param name="scope">The body that declares it.</param>
    public bool IsStore(ILocalSymbol local, SyntaxNode scope, CancellationToken cancellation) =>
        StoredElements.IsCollection(local.Type)
        && MayBeStore(local)
        && MayBeFilled(local, [scope.SyntaxTree], cancellation)
        && IsStore(local, UsesOf(local, scope, cancellation));

    // Nearly all are told by that: of a public Items every file speaks, and binding what is no store costs more than all else here.
    private bool MayBeFilled(ISymbol collection, IEnumerable<SyntaxTree> trees, CancellationToken cancellation) =>
        NamesOf(collection, trees, cancellation).Any(static name => CollectionUses.MayStore(ReferenceOf(name)));

    private bool MayBeStore(ISymbol collection) =>
        StoredElements.Of(TypeOf(collection)) != StoredElement.Other
        && !StoreNames.SayOtherwise(collection, project)
        && !project.IsDesignTime(collection);

    private bool IsStore(ISymbol collection, IEnumerable<CollectionUse> uses)
    {
        // Looking for further uses means binding further bodies: the first that says otherwise ends it.
        var all = new List<CollectionUse>();
        foreach (var use in uses)
        {
            if (use.Kind is CollectionUseKind.Memo or CollectionUseKind.Work || StoreNames.IsOfConnections(use))
            {
                return false;
            }

            all.Add(use);
        }

        if (!all.Exists(static use => use.Kind == CollectionUseKind.Store) || IsBacked(collection, all))
        {
            return false;
        }

        var element = StoredElements.Of(TypeOf(collection));
        var requested = all.Where(IsRequested).ToList();
        return requested.Any(static use => use.Kind == CollectionUseKind.Store)
            && (
                requested.Any(use =>
                    use.Kind == CollectionUseKind.Answer || use.Kind == CollectionUseKind.Read && element == StoredElement.Entity
                )
                || element == StoredElement.Entity && all.Any(IsAnsweredOutOfView)
                || element == StoredElement.Primitive && IsCarriedOver(requested)
            )
            && requested.Any(use => use.Kind == CollectionUseKind.Store && project.Guards.RunsInProduction(use.Operation));
    }

    // One kind of request stores a text or a number, another one looks at it: a code that was sent, a name that is taken.
    // Within one handler it would be a memo of what was done.
    private static bool IsCarriedOver(List<CollectionUse> requested) =>
        requested.Any(use =>
            use.Kind is CollectionUseKind.Read or CollectionUseKind.Asked
            && requested.Any(static stored => stored.Kind == CollectionUseKind.Store)
            && !requested.Any(stored => stored.Kind == CollectionUseKind.Store && HandlerOf(stored.Operation) == HandlerOf(use.Operation))
        );

    private static SyntaxNode HandlerOf(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation || parent is IAnonymousFunctionOperation && RequestHandlers.IsGivenToPipeline(parent))
            {
                return parent.Syntax;
            }
        }

        return operation.Root().Syntax;
    }

    private bool IsRequested(CollectionUse use) => use.Runner is null || calls.IsReachedByRequests(use.Runner);

    // What a store hands out and no code in view asks for, a page or component does.
    private bool IsAnsweredOutOfView(CollectionUse use) =>
        use is { Kind: CollectionUseKind.Answer, Runner: { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } runner }
        && !calls.IsCalled(runner);

    private static bool IsOfThread(ISymbol collection) =>
        collection.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ThreadStaticAttribute" });

    private bool IsUsedByRequests(ILocalSymbol local, SyntaxNode scope, CancellationToken cancellation) =>
        ReferencesTo(local, [scope.SyntaxTree], scope, cancellation).Any(reference => IsFromRequest(local, reference, out _));

    private IEnumerable<CollectionUse> UsesOf(ISymbol member, CancellationToken cancellation)
    {
        foreach (var reference in ReferencesTo(member, TreesThatMayUse(member), null, cancellation))
        {
            var runner = RequestHandlers.RunnerOf(reference, out var inRequest);
            var kind = CollectionUses.KindOf(reference);
            // A constructor or a static initialiser seeds; what it stores was there before any request.
            if (!inRequest && (runner is null || runner.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor))
            {
                if (runner is null)
                {
                    continue;
                }

                kind = kind == CollectionUseKind.Memo ? CollectionUseKind.Memo : CollectionUseKind.Neutral;
            }

            yield return new CollectionUse(kind, reference, inRequest ? null : runner);
        }
    }

    // Its own files first. A private member is used nowhere else, a static one where its class is named.
    private IEnumerable<SyntaxTree> TreesThatMayUse(ISymbol member)
    {
        var own = member.ContainingType.DeclaringSyntaxReferences.Select(static reference => reference.SyntaxTree).Distinct().ToList();
        return member.DeclaredAccessibility == Accessibility.Private
            ? own
            : own.Concat(
                project.Trees.Where(tree =>
                    !own.Contains(tree) && (!member.IsStatic || project.MayMention(tree, member.ContainingType.Name))
                )
            );
    }

    private IEnumerable<CollectionUse> UsesOf(ILocalSymbol local, SyntaxNode scope, CancellationToken cancellation)
    {
        foreach (var reference in ReferencesTo(local, [scope.SyntaxTree], scope, cancellation))
        {
            if (IsFromRequest(local, reference, out var runner))
            {
                yield return new CollectionUse(CollectionUses.KindOf(reference), reference, runner);
            }
        }
    }

    // Only one that outlives the request: declared around the lambdas and functions that requests run.
    private static bool IsFromRequest(ILocalSymbol local, IOperation reference, out IMethodSymbol? runner)
    {
        runner = RequestHandlers.RunnerOf(reference, out var inRequest);
        return inRequest
            || runner is { MethodKind: MethodKind.LocalFunction } && !SymbolEqualityComparer.Default.Equals(local.ContainingSymbol, runner);
    }

    private IEnumerable<IOperation> ReferencesTo(
        ISymbol symbol,
        IEnumerable<SyntaxTree> trees,
        SyntaxNode? scope,
        CancellationToken cancellation
    )
    {
        foreach (var name in NamesOf(symbol, trees, cancellation))
        {
            if (
                scope?.Span.Contains(name.Span) != false
                && (
                    IsOwn(symbol, name)
                    || project.MayMean(
                        name,
                        meant => SymbolEqualityComparer.Default.Equals(meant.OriginalDefinition, symbol.OriginalDefinition)
                    )
                )
                && project.OperationOf(ReferenceOf(name)) is { } reference
                && SymbolEqualityComparer.Default.Equals(SymbolOf(reference), symbol.OriginalDefinition)
            )
            {
                yield return reference;
            }
        }
    }

    // Elsewhere the name of a public member mostly means another one.
    private static bool IsOwn(ISymbol symbol, IdentifierNameSyntax name) =>
        symbol is ILocalSymbol || symbol.ContainingType.DeclaringSyntaxReferences.Any(reference => reference.SyntaxTree == name.SyntaxTree);

    private IEnumerable<IdentifierNameSyntax> NamesOf(ISymbol symbol, IEnumerable<SyntaxTree> trees, CancellationToken cancellation)
    {
        foreach (var tree in trees)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var token in project.IdentifiersNamed(tree, symbol.Name))
            {
                if (token.Parent is IdentifierNameSyntax name && !SyntaxFacts.IsInTypeOnlyContext(name))
                {
                    yield return name;
                }
            }
        }
    }

    private static SyntaxNode ReferenceOf(IdentifierNameSyntax name) =>
        name.Parent switch
        {
            MemberAccessExpressionSyntax access when access.Name == name => access,
            MemberBindingExpressionSyntax binding => binding,
            _ => name,
        };

    private static ISymbol? SymbolOf(IOperation reference) =>
        reference switch
        {
            IMemberReferenceOperation member => member.Member.OriginalDefinition,
            ILocalReferenceOperation local => local.Local,
            _ => null,
        };

    // What a class that also talks to a database, a file or a service keeps is a copy; in a controller only the members that touch it count.
    private bool IsBacked(ISymbol collection, List<CollectionUse> all) =>
        collection is not ILocalSymbol
        && (
            RequestHandlers.IsHandlerType(collection.ContainingType, project)
                ? all.Any(use => use.Runner is not null && ReachesOutside(use.Runner.OriginalDefinition))
                : ReachesOutside(collection.ContainingType.OriginalDefinition)
        );

    private bool ReachesOutside(ISymbol symbol) =>
        reachesOutside.GetOrAdd(
            symbol,
            key =>
                key.DeclaringSyntaxReferences.Any(reference =>
                    project.Trees.Contains(reference.SyntaxTree) && ReachesOutside(reference.GetSyntax(Cancellation.Token))
                )
        );

    private bool ReachesOutside(SyntaxNode declaration)
    {
        foreach (var node in declaration.DescendantNodes(node => node == declaration || node is not BaseTypeDeclarationSyntax))
        {
            if (
                node
                    is InvocationExpressionSyntax
                        or BaseObjectCreationExpressionSyntax
                        or ConstructorInitializerSyntax
                        or PrimaryConstructorBaseTypeSyntax
                && project.OperationOf(node) is { } operation
                && IsOutside(operation)
            )
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOutside(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation { TargetMethod.ContainingType: var type } call:
                return calls.IsOwn(call.TargetMethod)
                    ? ExternalSources.IsNamedForOne(type) && !Implements(call.Member()?.ContainingType, type)
                    : ExternalSources.IsExternal(type);
            case IObjectCreationOperation creation:
                return ExternalSources.IsExternal(creation.Type as INamedTypeSymbol);
            // A call into a package that is not restored may reach anything.
            case IInvalidOperation:
                return true;
            default:
                return false;
        }
    }

    // A store that calls itself, or through its own interface, is still that store.
    private static bool Implements(INamedTypeSymbol? type, INamedTypeSymbol other) =>
        type is null
        || SymbolEqualityComparer.Default.Equals(type, other)
        || type.AllInterfaces.Any(implemented => SymbolEqualityComparer.Default.Equals(implemented, other));

    private static ITypeSymbol TypeOf(ISymbol collection) =>
        collection switch
        {
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => ((ILocalSymbol)collection).Type,
        };
}
