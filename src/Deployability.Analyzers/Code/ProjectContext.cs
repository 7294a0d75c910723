using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Deployability.Analyzers.Code;

/// <summary>What rules and recognisers share about one compilation; everything in it is filled when first asked for.</summary>
internal sealed class ProjectContext
{
    private static readonly ConditionalWeakTable<Compilation, ProjectContext> Contexts = new();

    // A compilation that no generator adds to is the analyzers' too, and theirs has options.
    private static readonly ConditionalWeakTable<Compilation, ProjectContext> GeneratorContexts = new();

    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> nameModels = new();
    private readonly ConcurrentDictionary<(SyntaxTree Tree, int Bit), object> found = new();
    private readonly ConcurrentDictionary<SyntaxNode, bool> designTime = new();
    private readonly object?[] parts = new object?[MaxParts];
    private readonly Vocabulary vocabulary;
    private readonly Once<ImmutableArray<SyntaxTree>> trees;
    private readonly Once<Bits> present;
    private readonly object?[] whole = new object?[Bits.Count];
    private volatile LastMember? lastMember;

    private ProjectContext(Compilation compilation, AnalyzerConfigOptionsProvider? options, Vocabulary vocabulary, bool isForGenerator)
    {
        Compilation = compilation;
        Options = new RuleOptions(options);
        Types = new KnownTypes(compilation);
        this.vocabulary = vocabulary;
        trees = new(OrderTrees);
        present = new(FindPresent);
        IsForGenerator = isForGenerator;
    }

    public Compilation Compilation { get; }

    /// <summary>Whether nobody has bound any code yet, and nobody will use what is bound here.</summary>
    public bool IsForGenerator { get; }

    public KnownTypes Types { get; }

    public RuleOptions Options { get; }

    /// <summary>Whether the project makes a program (not a library).</summary>
    public bool IsExecutable => Compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication;

    /// <summary>The files that people write, the entry point's first, the others by path.</summary>
    public ImmutableArray<SyntaxTree> Trees => trees.Get(Cancellation.Token);

    /// <param name="vocabulary">Everything that the files are searched for, the same at every call.</param>
    public static ProjectContext Get(Compilation compilation, AnalyzerOptions options, Vocabulary vocabulary) =>
        Contexts.TryGetValue(compilation, out var context)
            ? context
            : Contexts.GetValue(
                compilation,
                key => new ProjectContext(key, options.AnalyzerConfigOptionsProvider, vocabulary, isForGenerator: false)
            );

    /// <summary>For the fact generator, which sees no options while it looks at syntax: facts never depend on them.</summary>
    public static ProjectContext ForGenerator(Compilation compilation, Vocabulary vocabulary) =>
        GeneratorContexts.GetValue(compilation, key => new ProjectContext(key, null, vocabulary, isForGenerator: true));

    /// <summary>Everything of one kind in the project, in the order of <see cref="Trees"/> and of each file; searched file by file as the caller goes on, each once.</summary>
    /// <exception cref="OperationCanceledException">When asked to stop; what was found so far is kept.</exception>
    public IEnumerable<Found<T>> All<T>(Find<T> what, CancellationToken cancellation)
        where T : class
    {
        if (!MayHave(what, cancellation))
        {
            yield break;
        }

        // Judges ask for each class or place anew, and to look up each file takes longer than what is found.
        if (Volatile.Read(ref whole[what.Bit]) is not Found<T>[] all)
        {
            var found = new List<Found<T>>();
            foreach (var tree in Trees)
            {
                foreach (var item in In(tree, what, cancellation))
                {
                    found.Add(item);
                    yield return item;
                }
            }

            Volatile.Write(ref whole[what.Bit], found.ToArray());
            yield break;
        }

        foreach (var item in all)
        {
            yield return item;
        }
    }

    /// <summary>Everything of one kind in one file, in its order; found once.</summary>
    public ImmutableArray<Found<T>> In<T>(SyntaxTree tree, Find<T> what, CancellationToken cancellation)
        where T : class =>
        found.TryGetValue((tree, what.Bit), out var known) ? (ImmutableArray<Found<T>>)known : Search(tree, what, cancellation);

    /// <summary>The nodes that may be of one kind, by words and syntax alone.</summary>
    public IEnumerable<SyntaxNode> Candidates<T>(SyntaxTree tree, Find<T> what)
        where T : class
    {
        HashSet<SyntaxNode>? before = null;
        foreach (var token in IndexOf(tree).Tokens(what.Bit))
        {
            foreach (var node in what.Recogniser.NodesOf(token))
            {
                // Two words may lead to one node.
                if ((before ??= []).Add(node))
                {
                    yield return node;
                }
            }
        }
    }

    /// <summary>What one candidate means, or null; for who knows by syntax that others of its file do not matter.</summary>
    public Found<T>? At<T>(Find<T> what, SyntaxNode node)
        where T : class
    {
        var candidate = new Candidate(node, this);
        return what.Recogniser.Recognise(candidate) is { } value ? new Found<T>(candidate, value) : null;
    }

    /// <summary>Whether the text of any file has a word that leads to this; a no is certain.</summary>
    public bool MayHave<T>(Find<T> what, CancellationToken cancellation)
        where T : class => present.Get(cancellation).Has(what.Bit);

    /// <summary>Whether the code has one of these names anywhere.</summary>
    public bool Mentions(Find<string> names, CancellationToken cancellation) =>
        MayHave(names, cancellation) && Trees.Any(tree => Candidates(tree, names).Any());

    /// <summary>Whether the file may name this anywhere; a no is certain.</summary>
    public bool MayMention(SyntaxTree tree, string name) => IndexOf(tree).MayMention(name);

    /// <summary>A part of what is known about the project that another layer defines: made when first asked for, one a project.</summary>
    /// <param name="create">Makes it, quickly: a part fills itself later. May run twice, of which one result is dropped.</param>
    public T Part<T>(Func<ProjectContext, T> create)
        where T : class
    {
        ref var slot = ref parts[Slot<T>.Index];
        return (T?)Volatile.Read(ref slot) ?? (T)(Interlocked.CompareExchange(ref slot, create(this), null) ?? slot)!;
    }

#pragma warning disable RS1030 // Only where a finding, or a judge of the whole program, leads into another file; never per node.
    /// <summary>The semantic model of a tree other than the one in hand; one a tree, because each binds a whole method body anew.</summary>
    public SemanticModel ModelOf(SyntaxTree tree) =>
        models.TryGetValue(tree, out var model) ? model : models.GetOrAdd(tree, CreateModel(tree));

    /// <summary>Whether a name may mean something; a no is certain. Telling binds the statement around it, where an operation takes the whole body: for names that mostly mean something else.</summary>
    /// <param name="name">In one of the project's files.</param>
    /// <param name="test">Of members and types alone: a local or a local function is another symbol here than in an operation.</param>
    public bool MayMean(ExpressionSyntax name, Func<ISymbol, bool> test)
    {
        var tree = name.SyntaxTree;
        var model =
            IsForGenerator ? ModelOf(tree)
            : nameModels.TryGetValue(tree, out var known) ? known
            : nameModels.GetOrAdd(tree, CreateNameModel(tree));
        var meant = model.GetSymbolInfo(name, Cancellation.Token);
        return meant.Symbol is { } symbol ? test(symbol) : meant.CandidateSymbols.Any(test);
    }

    // Rules share the compiler's models, which have the states of nullable references.
    private SemanticModel CreateModel(SyntaxTree tree) => IsForGenerator ? CreateNameModel(tree) : Compilation.GetSemanticModel(tree);

    // To find all nullable states binds whole bodies, and is a fifth of what the generator's cost; nobody reads one.
#pragma warning disable RSEXPERIMENTAL001
    private SemanticModel CreateNameModel(SyntaxTree tree) =>
        Compilation.GetSemanticModel(tree, SemanticModelOptions.DisableNullableAnalysis);
#pragma warning restore RSEXPERIMENTAL001
#pragma warning restore RS1030

    /// <summary>The operation of a node of this project; null for one of a referenced project's source, as an IDE has it, or when it has none.</summary>
    public IOperation? OperationOf(SyntaxNode node) =>
        Compilation.ContainsSyntaxTree(node.SyntaxTree) ? ModelOf(node.SyntaxTree).GetOperation(node, Cancellation.Token) : null;

    /// <summary>The method that a node of this project calls, when it is a call that binds; an extension method as it is declared and not as it is called.</summary>
    /// <remarks>Binds the statement. An operation takes binding the whole body, which the compiler does for the rules anyhow and for the generator on top.</remarks>
    public IMethodSymbol? MethodOf(SyntaxNode node)
    {
        if (
            node is not InvocationExpressionSyntax
            || !Compilation.ContainsSyntaxTree(node.SyntaxTree)
            || ModelOf(node.SyntaxTree).GetSymbolInfo(node, Cancellation.Token)
                is not { CandidateReason: CandidateReason.None, Symbol: IMethodSymbol called }
        )
        {
            return null;
        }

        return called.ReducedFrom is not { } declared ? called
            : declared.IsGenericMethod ? declared.Construct(called.TypeArguments, called.TypeArgumentNullableAnnotations)
            : declared;
    }

    /// <summary>Whether the code serves tools at design time and never runs in a deployment: migrations, design-time factories.</summary>
    public bool IsDesignTime(ISymbol? symbol)
    {
        for (var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType; type is not null; type = type.ContainingType)
        {
            if (
                Types.Is(type, TypeNames.Migration)
                || Types.Is(type, TypeNames.ModelSnapshot)
                || Types.Is(type, TypeNames.DesignTimeDbContextFactory)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The same for the member that holds an operation; operations come member by member, so the last answer is kept.</summary>
    public bool IsDesignTimeMember(ISymbol member)
    {
#pragma warning disable RS1024 // Another object for the same member is asked about anew.
        if (lastMember is not { } last || !ReferenceEquals(last.Member, member))
#pragma warning restore RS1024
        {
            lastMember = last = new LastMember(member, IsDesignTime(member));
        }

        return last.IsDesignTime;
    }

    internal SourceIndex IndexOf(SyntaxTree tree) => vocabulary.IndexOf(tree);

    private ImmutableArray<Found<T>> Search<T>(SyntaxTree tree, Find<T> what, CancellationToken cancellation)
        where T : class
    {
        var result = ImmutableArray.CreateBuilder<Found<T>>();
        foreach (var node in Candidates(tree, what))
        {
            cancellation.ThrowIfCancellationRequested();

            // The compiler binds every body for the rules anyhow, and for the generator none.
            if (IsForGenerator && (!what.Recogniser.MayTellFact(node) || IsInDesignTimeType(node)))
            {
                continue;
            }

            if (
                IsForGenerator
                && what.Recogniser.TellsBySymbol
                && ModelOf(tree).GetSymbolInfo(node is AssignmentExpressionSyntax assignment ? assignment.Left : node, cancellation).Symbol
                    is { } named
                && !what.Recogniser.MayMean(named)
            )
            {
                continue;
            }

            if (At(what, node) is { } item)
            {
                result.Add(item);
            }
        }

        return (ImmutableArray<Found<T>>)found.GetOrAdd((tree, what.Bit), result.ToImmutable());
    }

    // By the declarations around a node, so that no body is bound: facts of such types are no facts of the app.
    private bool IsInDesignTimeType(SyntaxNode node)
    {
        for (var type = node.FirstAncestorOrSelf<TypeDeclarationSyntax>(); type is not null; type = type.Parent as TypeDeclarationSyntax)
        {
            if (
                designTime.GetOrAdd(
                    type,
                    key => IsDesignTime(ModelOf(key.SyntaxTree).GetDeclaredSymbol(key, Cancellation.Token) as INamedTypeSymbol)
                )
            )
            {
                return true;
            }
        }

        return false;
    }

    private Bits FindPresent(CancellationToken cancellation)
    {
        var all = default(Bits);
        foreach (var tree in Compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!IsGenerated(tree.FilePath))
            {
                all |= IndexOf(tree).Present;
            }
        }

        return all;
    }

    private ImmutableArray<SyntaxTree> OrderTrees(CancellationToken cancellation)
    {
        var entry = EntryTree(cancellation);
        return
        [
            .. Compilation
                .SyntaxTrees.Where(static tree => !IsGenerated(tree.FilePath))
                .OrderBy(tree => tree == entry ? 0 : 1)
                .ThenBy(static tree => tree.FilePath, StringComparer.Ordinal),
        ];
    }

    // To ask for the entry point declares every member that is called Main; statements at the top of a file are one, and say so by themselves.
    private SyntaxTree? EntryTree(CancellationToken cancellation) =>
        !IsExecutable ? null
        : Compilation.Options.MainTypeName is null
        && Compilation.SyntaxTrees.FirstOrDefault(static tree => HasStatements(tree)) is { } statements
            ? statements
        : Compilation.GetEntryPoint(cancellation)?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree;

    private static bool HasStatements(SyntaxTree tree) =>
        tree.GetRoot(Cancellation.Token) is CompilationUnitSyntax { Members: var members } && members.Any(SyntaxKind.GlobalStatement);

    private static bool IsGenerated(string path) =>
        path.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".Designer.cs", StringComparison.OrdinalIgnoreCase)
        || path.IndexOf("/obj/", StringComparison.Ordinal) >= 0
        || path.IndexOf("\\obj\\", StringComparison.Ordinal) >= 0;

    private sealed record LastMember(ISymbol Member, bool IsDesignTime);

    private const int MaxParts = 32;

    // One number for each kind of part.
    private static class Slot<T>
    {
        public static readonly int Index = Slots.Next();
    }

    private static class Slots
    {
        private static int last = -1;

        public static int Next() => Interlocked.Increment(ref last);
    }
}
