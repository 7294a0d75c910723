using System.Collections.Concurrent;
using Deployability.Analyzers.Engine;
using Deployability.Analyzers.Judges.Stores;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.State;

/// <summary>DPL4001: a collection in memory that request handlers use as their data store.</summary>
/// <remarks>Says so on evidence only: requests store what came with them and read it back, and nothing behind the collection could bring it back.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InMemoryDataStoreAnalyzer() : DeployabilityAnalyzer(Descriptors.InMemoryDataStore)
{
    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        if (!project.Types.Has(TypeNames.EndpointRouteBuilder))
        {
            return;
        }

        var program = new StoreUsage(project);
        context.RegisterOperationAction(c => program.Call((IInvocationOperation)c.Operation, c.ContainingSymbol), OperationKind.Invocation);
        context.RegisterOperationAction(
            c => program.MethodGroup((IMethodReferenceOperation)c.Operation, c.ContainingSymbol),
            OperationKind.MethodReference
        );
        context.RegisterOperationAction(
            c => program.Creation((IObjectCreationOperation)c.Operation, c.ContainingSymbol),
            OperationKind.ObjectCreation
        );
        context.RegisterOperationAction(c => program.Unresolved(c.Operation, c.ContainingSymbol), OperationKind.Invalid);
        context.RegisterOperationAction(
            c => program.Field((IFieldReferenceOperation)c.Operation, c.ContainingSymbol),
            OperationKind.FieldReference
        );
        context.RegisterOperationAction(
            c => program.Property((IPropertyReferenceOperation)c.Operation, c.ContainingSymbol),
            OperationKind.PropertyReference
        );
        context.RegisterOperationAction(
            c => program.Local((ILocalReferenceOperation)c.Operation, c.ContainingSymbol),
            OperationKind.LocalReference
        );
        context.RegisterCompilationEndAction(program.Report);
    }

    /// <summary>What the bodies of the project say, gathered in any order and judged at the end.</summary>
    private sealed class StoreUsage(ProjectContext project)
    {
        private readonly CallGraph calls = new(project);
        private readonly ConcurrentDictionary<ISymbol, ConcurrentBag<CollectionUse>> uses = new(SymbolEqualityComparer.Default);
        private readonly ConcurrentDictionary<INamedTypeSymbol, bool> singletons = new(SymbolEqualityComparer.Default);
        private readonly ConcurrentDictionary<ISymbol, bool> reachesOutside = new(SymbolEqualityComparer.Default);
        private readonly ConcurrentDictionary<INamedTypeSymbol, bool> holders = new(SymbolEqualityComparer.Default);

        public void Call(IInvocationOperation call, ISymbol containing)
        {
            var method = call.TargetMethod;
            if (calls.IsOwn(method))
            {
                calls.Add(RequestHandlers.RunnerOf(call, containing, out _), method);
                if (ExternalSources.IsNamedForOne(method.ContainingType) && !Implements(containing.ContainingType, method.ContainingType))
                {
                    NoteOutside(containing);
                }
            }
            else if (ExternalSources.IsExternal(method.ContainingType))
            {
                NoteOutside(containing);
            }
            else if (
                SingletonRegistrations.IsRegistration(call)
                && project.Guards.RunsInProduction(call)
                && !SingletonRegistrations.IsOneOfSeveral(call)
            )
            {
                foreach (var type in SingletonRegistrations.ClassesOf(call))
                {
                    AddSingleton(type);
                }
            }
        }

        public void MethodGroup(IMethodReferenceOperation reference, ISymbol containing)
        {
            if (calls.IsOwn(reference.Method))
            {
                calls.Add(
                    RequestHandlers.IsGivenToPipeline(reference) ? null : RequestHandlers.RunnerOf(reference, containing, out _),
                    reference.Method
                );
            }
        }

        public void Creation(IObjectCreationOperation creation, ISymbol containing)
        {
            if (ExternalSources.IsExternal(creation.Type as INamedTypeSymbol))
            {
                NoteOutside(containing);
            }
        }

        /// <summary>A call into a package that is not restored may reach anything.</summary>
        public void Unresolved(IOperation operation, ISymbol containing)
        {
            if (operation.Syntax is InvocationExpressionSyntax or ObjectCreationExpressionSyntax)
            {
                NoteOutside(containing);
            }
        }

        public void Field(IFieldReferenceOperation reference, ISymbol containing)
        {
            var field = reference.Field;
            if (!calls.IsOwn(field) || field.IsConst)
            {
                return;
            }

            if (StoredElements.IsCollection(field.Type))
            {
                Note(field, reference, containing);
            }
            else if (field.IsStatic)
            {
                NoteHeld(field.Type);
            }
        }

        public void Property(IPropertyReferenceOperation reference, ISymbol containing)
        {
            var property = reference.Property;
            if (!calls.IsOwn(property))
            {
                return;
            }

            if (StoredElements.IsCollection(property.Type) && IsAuto(property))
            {
                Note(property, reference, containing);
                return;
            }

            if (property.IsStatic)
            {
                NoteHeld(property.Type);
            }

            if (
                (property.ContainingType.TypeKind == TypeKind.Interface || Holds(property.ContainingType))
                && (property.GetMethod ?? property.SetMethod) is { } accessor
            )
            {
                calls.Add(RequestHandlers.RunnerOf(reference, containing, out _), accessor);
            }
        }

        public void Local(ILocalReferenceOperation reference, ISymbol containing)
        {
            var local = reference.Local;
            var isCollection = StoredElements.IsCollection(local.Type);
            if (!isCollection && !(local.Type is INamedTypeSymbol { TypeKind: TypeKind.Class } type && Holds(type)))
            {
                return;
            }

            // Only one that outlives the request: declared around the lambdas and functions that requests run.
            var runner = RequestHandlers.RunnerOf(reference, containing, out var inRequest);
            if (!inRequest && runner is not { MethodKind: MethodKind.LocalFunction } || IsDeclaredIn(local, reference, runner))
            {
                return;
            }

            if (isCollection)
            {
                Note(local, reference, containing);
            }
            else
            {
                NoteHeld(local.Type);
            }
        }

        public void Report(CompilationAnalysisContext context)
        {
            foreach (var pair in uses)
            {
                if (IsStore(pair.Key, pair.Value.ToArray()))
                {
                    context.Report(Descriptors.InMemoryDataStore, pair.Key.Locations[0], pair.Key.Name);
                }
            }
        }

        private bool IsStore(ISymbol collection, CollectionUse[] all)
        {
            var element = StoredElements.Of(TypeOf(collection));
            if (
                element == StoredElement.Other
                || StoreNames.SayOtherwise(collection, project)
                || project.IsDesignTime(collection)
                || !OutlivesRequests(collection)
                || all.Any(static use => use.Kind is CollectionUseKind.Memo or CollectionUseKind.Work)
                || IsBacked(collection, all)
                || all.Any(static use => StoreNames.IsOfConnections(use))
            )
            {
                return false;
            }

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
                && requested.Any(stored => stored.Kind == CollectionUseKind.Store)
                && !requested.Any(stored =>
                    stored.Kind == CollectionUseKind.Store && HandlerOf(stored.Operation) == HandlerOf(use.Operation)
                )
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
            use
                is {
                    Kind: CollectionUseKind.Answer,
                    Runner: { DeclaredAccessibility: Accessibility.Public or Accessibility.Internal } runner
                }
            && !calls.IsCalled(runner);

        private bool OutlivesRequests(ISymbol collection) =>
            collection is ILocalSymbol
            || collection.IsStatic && !IsOfThread(collection)
            || singletons.ContainsKey(collection.ContainingType.OriginalDefinition);

        private static bool IsOfThread(ISymbol collection) =>
            collection.GetAttributes().Any(static attribute => attribute.AttributeClass is { Name: "ThreadStaticAttribute" });

        // What a class that also talks to a database, a file or a service keeps is a copy; in a controller only the members that touch it count.
        private bool IsBacked(ISymbol collection, CollectionUse[] all)
        {
            if (collection is ILocalSymbol)
            {
                return false;
            }

            return RequestHandlers.IsHandlerType(collection.ContainingType, project)
                ? all.Any(use => use.Runner is not null && reachesOutside.ContainsKey(use.Runner.OriginalDefinition))
                : reachesOutside.ContainsKey(collection.ContainingType.OriginalDefinition);
        }

        private void Note(ISymbol collection, IOperation reference, ISymbol containing)
        {
            var runner = RequestHandlers.RunnerOf(reference, containing, out var inRequest);
            var kind = CollectionUses.KindOf(reference);
            // A constructor or a static initialiser seeds; what it stores was there before any request.
            if (!inRequest && (runner is null || runner.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor))
            {
                kind = kind == CollectionUseKind.Memo ? CollectionUseKind.Memo : CollectionUseKind.Neutral;
                if (runner is null)
                {
                    return;
                }
            }

            uses.GetOrAdd(collection, static _ => new ConcurrentBag<CollectionUse>())
                .Add(new CollectionUse(kind, reference, inRequest ? null : runner));
        }

        // A store that calls itself, or through its own interface, is still that store.
        private static bool Implements(INamedTypeSymbol? type, INamedTypeSymbol other) =>
            type is null
            || SymbolEqualityComparer.Default.Equals(type, other)
            || type.AllInterfaces.Any(implemented => SymbolEqualityComparer.Default.Equals(implemented, other));

        private void NoteHeld(ITypeSymbol type)
        {
            if (type is INamedTypeSymbol { TypeKind: TypeKind.Class } held && calls.IsOwn(held))
            {
                AddSingleton(held);
            }
        }

        // What its base class keeps lives as long.
        private void AddSingleton(INamedTypeSymbol type)
        {
            for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
            {
                singletons.TryAdd(current.OriginalDefinition, true);
            }
        }

        private void NoteOutside(ISymbol containing)
        {
            reachesOutside.TryAdd(containing.OriginalDefinition, true);
            if (containing.ContainingType is { } type)
            {
                reachesOutside.TryAdd(type.OriginalDefinition, true);
            }
        }

        private bool Holds(INamedTypeSymbol type) =>
            calls.IsOwn(type)
            && holders.GetOrAdd(
                type.OriginalDefinition,
                static key => key.GetMembers().Any(static member => member is IFieldSymbol field && StoredElements.IsCollection(field.Type))
            );

        private static ITypeSymbol TypeOf(ISymbol collection) =>
            collection switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol property => property.Type,
                _ => ((ILocalSymbol)collection).Type,
            };

        private static bool IsAuto(IPropertySymbol property) =>
            property.ContainingType.TypeKind == TypeKind.Class
            && property
                .ContainingType.GetMembers()
                .Any(member => member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

        private static bool IsDeclaredIn(ILocalSymbol local, IOperation reference, IMethodSymbol? runner)
        {
            if (runner is not null)
            {
                return SymbolEqualityComparer.Default.Equals(local.ContainingSymbol, runner);
            }

            var declaration = local.DeclaringSyntaxReferences is [var only] ? only.GetSyntax() : null;
            for (var parent = reference.Parent; parent is not null; parent = parent.Parent)
            {
                if (
                    parent is IAnonymousFunctionOperation
                    && declaration is not null
                    && parent.Syntax.Span.Contains(declaration.Span)
                    && parent.Syntax.SyntaxTree == declaration.SyntaxTree
                )
                {
                    return true;
                }
            }

            return declaration is null;
        }
    }
}
