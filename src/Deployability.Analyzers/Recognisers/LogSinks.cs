using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows where Serilog, NLog, log4net and file providers of Microsoft.Extensions.Logging send their logs.</summary>
internal static class LogSinks
{
    // A logger in a logger in a logger; code that is being written may even name itself.
    private const int MaxWrappers = 8;

    /// <summary>Names of calls and types that send logs to a file.</summary>
    public static string[] Names { get; } =
    ["WriteToFile", "AddFile", "AddProvider", "ILoggerProvider", "FileTarget", "FileAppender", "RollingFileAppender"];

    /// <summary>Names that mean a sink as calls alone.</summary>
    public static string[] Calls { get; } = ["File", "RollingFile"];

    /// <summary>A name of the logging library in messages when the operation configures a file and nothing else beside it; null otherwise.</summary>
    public static string? FileOnly(IOperation operation, ProjectContext project) =>
        operation switch
        {
            IInvocationOperation { TargetMethod.Name: "File" or "RollingFile" } call when IsSerilogSink(call) => IsOnlySerilogSink(call)
                ? "Serilog"
                : null,
            IInvocationOperation { TargetMethod.Name: "WriteToFile" } call when call.TargetMethod.IsInNamespace("NLog") => HasOther(
                call,
                static other =>
                    other.TargetMethod.Name.StartsWith("WriteTo", StringComparison.Ordinal) && other.TargetMethod.Name != "WriteToFile"
            )
                ? null
                : "NLog",
            IInvocationOperation { TargetMethod.Name: "AddFile" } call when IsLoggingBuilder(call.Receiver()?.Type) => HasOther(
                call,
                static other =>
                    IsLoggingBuilder(other.Receiver()?.Type)
                    && other.TargetMethod.Name
                        is not ("AddFile" or "AddFilter" or "AddConfiguration" or "ClearProviders" or "SetMinimumLevel" or "Configure")
            )
                ? null
                : "The file logger",
            IInvocationOperation call when ProviderOf(call) is { } provider => IsFileProvider(provider, project) ? provider.Name : null,
            IObjectCreationOperation { Type: { Name: "FileTarget" } type } creation when type.IsInNamespace("NLog") => CreatesOther(
                creation,
                "NLog",
                "Target"
            )
                ? null
                : "NLog",
            IObjectCreationOperation { Type: { Name: "FileAppender" or "RollingFileAppender" } type } creation
                when type.IsInNamespace("log4net") => CreatesOther(creation, "log4net", "Appender") ? null : "log4net",
            _ => null,
        };

    /// <summary>Whether the call adds a provider of logs that is no file, to the host's logging or to that of a factory of its own.</summary>
    public static bool AddsOtherProvider(IInvocationOperation call, ProjectContext project) =>
        call.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal)
        && IsLoggingBuilder(call.Receiver()?.Type)
        && call.TargetMethod.Name
            is not (
                "AddFile"
                or "AddFilter"
                or "AddConfiguration"
                or "AddDebug"
                or "AddEventLog"
                or "AddSerilog"
                or "AddNLog"
                or "AddLog4Net"
            )
        && (ProviderOf(call) is not { } provider || !IsFileProvider(provider, project) && provider.Name != "SerilogLoggerProvider");

    /// <summary>The lambda that sets up a factory of its own, in which nothing is logged that it does not add: <c>LoggerFactory.Create(logging => …)</c>; null for the host's.</summary>
    public static IOperation? FactoryAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (
                parent is IInvocationOperation { TargetMethod: { Name: "Create", ContainingType: var type } } create
                && type.Is("Microsoft.Extensions.Logging", "LoggerFactory")
            )
            {
                return create;
            }
        }

        return null;
    }

    /// <summary>Whether Serilog's logger that a sink belongs to is one provider of several; false where it takes the others' place, or stands for itself.</summary>
    /// <param name="sink">A call on <c>WriteTo</c>.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsBesideOthers(IOperation sink, ProjectContext project, CancellationToken cancellation) =>
        IsGivenOnly(sink, static given => given.KeepsOthers, project, cancellation);

    /// <summary>Whether the host filters what it hands to Serilog's logger by its own levels: <c>loggerFactory.AddSerilog(logger)</c>, and nothing else gets it.</summary>
    /// <param name="step">A call on the logger's configuration.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsFilteredByHost(IOperation step, ProjectContext project, CancellationToken cancellation) =>
        IsGivenOnly(step, static given => given.IsFiltered, project, cancellation);

    /// <summary>Whether Serilog is all that the host logs through, so that levels of the host's own say nothing.</summary>
    public static bool IsWholeFactory(ProjectContext project, CancellationToken cancellation) =>
        project.All(Find.GivenLoggers, cancellation).Any(static given => given.Value.TakesAll);

    /// <summary>Whether the logger serves until the host has its own: <c>Log.Logger = …</c> beside <c>UseSerilog((context, logger) => …)</c>.</summary>
    /// <param name="step">A call on the logger's configuration.</param>
    /// <param name="project">Whose calls say what becomes of the logger.</param>
    /// <param name="cancellation">Of the asker.</param>
    public static bool IsOfStart(IOperation step, ProjectContext project, CancellationToken cancellation) =>
        Outermost(step).Parent?.Unwrap()
            is ISimpleAssignmentOperation
            {
                Target: IPropertyReferenceOperation { Property: { Name: "Logger", ContainingType.Name: "Log" } }
            }
        && project.All(Find.GivenLoggers, cancellation).Any(static given => given.Value.ReplacesStatic);

    private static bool IsGivenOnly(IOperation step, Predicate<GivenLogger> isSo, ProjectContext project, CancellationToken cancellation)
    {
        var end = Outermost(step);
        for (var parent = end.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IInvocationOperation call when IsGiven(call.TargetMethod.Name):
                    return isSo(GivenLoggers.Of(call));
                case IObjectCreationOperation { Type.Name: "SerilogLoggerProvider" }:
                    return isSo(GivenLoggers.Provider);
                case ISimpleAssignmentOperation
                {
                    Target: IPropertyReferenceOperation { Property: { Name: "Logger", ContainingType.Name: "Log" } }
                }:
                    return AreAll(GivenTo(null));
                case IVariableDeclaratorOperation declarator:
                    return AreAll(GivenTo(declarator.Symbol.Name));
                case ISimpleAssignmentOperation { Target: var target } when VariableOf(target) is { } variable:
                    return AreAll(GivenTo(variable.Name));
            }
        }

        return VariableOf(Innermost(end)) is ILocalSymbol configuration && AreAll([.. GivenTo(null), .. GivenTo(configuration.Name)]);

        List<GivenLogger> GivenTo(string? name) => GivenOf(project, name, cancellation);

        bool AreAll(List<GivenLogger> given) => given.Count > 0 && given.TrueForAll(isSo);
    }

    // Calls that take a logger: the one of that name, or without a name the static one, which most are given by saying nothing.
    private static List<GivenLogger> GivenOf(ProjectContext project, string? name, CancellationToken cancellation) =>
        [
            .. project
                .All(Find.GivenLoggers, cancellation)
                .Where(given =>
                    name is null
                    || given.Node.DescendantNodes().OfType<IdentifierNameSyntax>().Any(used => used.Identifier.ValueText == name)
                )
                .Select(static given => given.Value),
        ];

    private static bool IsGiven(string method) => method is "AddSerilog" or "UseSerilog";

    // logging.AddProvider(new FileLoggerProvider("app.log")), services.AddSingleton<ILoggerProvider, FileLoggerProvider>()
    private static INamedTypeSymbol? ProviderOf(IInvocationOperation call) =>
        call switch
        {
            { TargetMethod.Name: "AddProvider" } when call.Receiver()?.Type is { Name: "ILoggingBuilder" or "ILoggerFactory" } => call
                .Arguments.LastOrDefault()
                ?.Value.Unwrap() switch
            {
                IObjectCreationOperation { Type: INamedTypeSymbol created } => created,
                ILocalReferenceOperation { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } held } => held,
                _ => null,
            },
            {
                TargetMethod:
                {
                    Name: "AddSingleton",
                    TypeArguments: [{ Name: "ILoggerProvider" }, INamedTypeSymbol { TypeKind: TypeKind.Class } registered]
                }
            } => registered,
            _ => null,
        };

    /// <summary>Whether the type is called by a logging framework with each line, or makes what is.</summary>
    public static bool IsWriter(INamedTypeSymbol type) =>
        type.AllInterfaces.Any(static implemented => implemented.Name is "ILogger" or "ILoggerProvider" or "ILogEventSink");

    // By what it is made of: something that writes files, and nothing that could send a line anywhere else.
    private static bool IsFileProvider(INamedTypeSymbol provider, ProjectContext project)
    {
        var open = new Stack<INamedTypeSymbol>([provider]);
        var seen = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var writes = false;
        while (open.Count > 0 && seen.Count < 8)
        {
            var type = open.Pop();
            if (!seen.Add(type))
            {
                continue;
            }

            foreach (
                var node in type
                    .DeclaringSyntaxReferences.Where(reference => project.Compilation.ContainsSyntaxTree(reference.SyntaxTree))
                    .SelectMany(static reference => reference.GetSyntax(Cancellation.Token).DescendantNodes())
            )
            {
                if (
                    node is IdentifierNameSyntax
                    {
                        Identifier.ValueText: "Console"
                            or "HttpClient"
                            or "TcpClient"
                            or "UdpClient"
                            or "Socket"
                            or "Trace"
                            or "DbContext"
                            or "SqlConnection"
                            or "Channel"
                    }
                )
                {
                    return false;
                }

                writes |= FileWrites.MayWrite(node);
                if (
                    node is BaseObjectCreationExpressionSyntax
                    && project.OperationOf(node)
                        is IObjectCreationOperation { Type: INamedTypeSymbol { DeclaringSyntaxReferences.Length: > 0 } made }
                )
                {
                    open.Push(made);
                }
            }
        }

        return writes;
    }

    /// <summary>Whether a sink of Serilog's settings is a file; null for those that wrap others.</summary>
    public static bool? IsFileSink(string name) =>
        name switch
        {
            "Async" or "Logger" or "Conditional" or "Map" or "FallbackChain" => null,
            "File" or "RollingFile" => true,
            _ => false,
        };

    private static bool IsLoggingBuilder(ITypeSymbol? type) => type.Is("Microsoft.Extensions.Logging", "ILoggingBuilder");

    private static bool IsSerilogSink(IInvocationOperation call) =>
        call.Receiver()?.Type is { Name: "LoggerSinkConfiguration" } type && type.IsInNamespace("Serilog");

    private static bool IsOnlySerilogSink(IInvocationOperation file)
    {
        var chain = Outermost(file);
        if (chain.DescendantsAndSelf().Any(IsOtherSource) || NamesOther(chain.Syntax))
        {
            return false;
        }

        // Stepwise: every statement on the same configuration is part of it, and what the variable is declared with.
        var variables = VariablesOf(chain);
        return !variables.Exists(IsPartOfCallers)
            && !variables.Exists(NamesOtherAtFirst)
            && (
                variables.Count == 0
                || !file.Root()
                    .Descendants()
                    .Any(step => IsOtherSource(step) && VariablesOf(Outermost(step)).Exists(variable => Contains(variables, variable)))
            );
    }

    private static bool Contains(List<ISymbol> variables, ISymbol variable) =>
        variables.Exists(other => SymbolEqualityComparer.Default.Equals(other, variable));

    // The variables that hold a chain's configuration: the one that it begins with, and the one that it is given to.
    private static List<ISymbol> VariablesOf(IOperation chain)
    {
        var result = new List<ISymbol>();
        if (VariableOf(Innermost(chain)) is { } start)
        {
            result.Add(start);
        }

        if (chain.Type?.Name == "LoggerConfiguration" && HolderOf(chain) is { } holder && !Contains(result, holder))
        {
            result.Add(holder);
        }

        return result;
    }

    private static ISymbol? HolderOf(IOperation value) =>
        UserOf(value) switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            ISimpleAssignmentOperation { Target: var target } => VariableOf(target),
            _ => null,
        };

    // A lambda is made a delegate first.
    private static IOperation? UserOf(IOperation value) => value.User() is IDelegateCreationOperation made ? made.User() : value.User();

    // configuration.WriteToFile() of the project's own adds to what its callers have, here or in another project.
    private static bool IsPartOfCallers(ISymbol variable) =>
        variable is IParameterSymbol { Ordinal: 0, ContainingSymbol: IMethodSymbol { IsExtensionMethod: true } };

    private static bool NamesOtherAtFirst(ISymbol variable) =>
        variable is ILocalSymbol { DeclaringSyntaxReferences: [var reference] } && NamesOther(reference.GetSyntax(Cancellation.Token));

    // A sink whose package is not restored does not bind, and what follows it in the chain does not either.
    private static bool NamesOther(SyntaxNode chain) =>
        chain
            .DescendantNodesAndSelf()
            .Any(static node =>
                node
                    is MemberAccessExpressionSyntax
                    {
                        Name.Identifier.ValueText: var sink,
                        Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var source }
                    }
                && (source == "WriteTo" && IsFileSink(sink) == false || source == "ReadFrom")
            );

    private static bool IsOtherSource(IOperation operation) =>
        operation is IInvocationOperation call
        && (
            IsSerilogSink(call) && IsFileSink(call.TargetMethod.Name) == false
            || call.Receiver()?.Type is { Name: "LoggerSettingsConfiguration" }
        );

    // The whole fluent chain, out of wrapping sinks: WriteTo.Async(sinks => sinks.File(…)), WriteTo.Logger(errors).
    private static IOperation Outermost(IOperation operation)
    {
        for (var depth = 0; depth < MaxWrappers; depth++)
        {
            operation = EndOfChain(operation);
            if (WrapperOf(operation) is not { } wrapper)
            {
                break;
            }

            operation = wrapper;
        }

        return EndOfChain(operation);
    }

    private static IOperation EndOfChain(IOperation operation)
    {
        while (true)
        {
            var parent = operation.Parent;
            while (parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation)
            {
                parent = parent.Parent;
            }

            switch (parent)
            {
                case IInvocationOperation call when call.Receiver() == operation:
                case IPropertyReferenceOperation property when property.Instance?.Unwrap() == operation:
                    operation = parent;
                    break;
                default:
                    return operation;
            }
        }
    }

    // The sink that a chain stands in: in its lambda, as the logger that it is given, or through a local for either.
    private static IInvocationOperation? WrapperOf(IOperation operation)
    {
        if (WrapperAround(operation) is { } given)
        {
            return given;
        }

        var holder = HolderOf(operation) as ILocalSymbol;
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda:
                    if (WrapperAround(lambda) is { } wrapper)
                    {
                        return wrapper;
                    }

                    holder ??= HolderOf(lambda) as ILocalSymbol;
                    return holder is null ? null : WrapperGiven(holder, operation);
                case ILocalFunctionOperation function:
                    return WrapperGiven(holder ?? (ISymbol)function.Symbol, operation);
            }
        }

        return holder is null ? null : WrapperGiven(holder, operation);
    }

    private static IInvocationOperation? WrapperGiven(ISymbol holder, IOperation operation) =>
        operation
            .Root()
            .Descendants()
            .Where(use =>
                use switch
                {
                    ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, holder),
                    IMethodReferenceOperation method => SymbolEqualityComparer.Default.Equals(method.Method, holder),
                    _ => false,
                }
            )
            .Select(WrapperAround)
            .FirstOrDefault(static wrapper => wrapper is not null);

    private static IInvocationOperation? WrapperAround(IOperation argument) =>
        UserOf(argument) is IArgumentOperation { Parent: IInvocationOperation call }
        && argument != call.Receiver()
        && IsSerilogSink(call)
        && IsFileSink(call.TargetMethod.Name) is null
            ? call
            : null;

    private static IOperation? Innermost(IOperation operation)
    {
        IOperation? current = operation.Unwrap();
        while (true)
        {
            var next = current switch
            {
                IInvocationOperation call => call.Receiver(),
                IPropertyReferenceOperation property => property.Instance?.Unwrap(),
                _ => null,
            };
            if (next is null)
            {
                return current;
            }

            current = next;
        }
    }

    private static ISymbol? VariableOf(IOperation? operation) =>
        operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };

    private static bool HasOther(IInvocationOperation call, Func<IInvocationOperation, bool> isOther) =>
        call.Root().Descendants().Any(step => step is IInvocationOperation other && other != call && isOther(other));

    private static bool CreatesOther(IObjectCreationOperation file, string ns, string suffix) =>
        file.Root()
            .Descendants()
            .Any(step =>
                step is IObjectCreationOperation { Type: { } type }
                && !SymbolEqualityComparer.Default.Equals(type, file.Type)
                && type.IsInNamespace(ns)
                && type.Name.EndsWith(suffix, StringComparison.Ordinal)
                && !type.Name.EndsWith("FileAppender", StringComparison.Ordinal)
            );
}

/// <summary>A call that takes all providers of logs away from the host.</summary>
/// <param name="Syntax">The call.</param>
internal sealed record ClearedProviders(InvocationExpressionSyntax Syntax);

internal sealed class ClearingCalls : Recogniser<ClearedProviders>
{
    public override IEnumerable<string> Words => ["ClearProviders"];

    public override WordForm Form => WordForm.Call;

    public override ClearedProviders Recognise(Candidate candidate) => new((InvocationExpressionSyntax)candidate.Node);
}

/// <summary>A place where the host is given a logger of Serilog.</summary>
/// <param name="KeepsOthers">Whether the host's other providers go on logging.</param>
/// <param name="IsFiltered">Whether the host's levels decide what reaches the logger.</param>
/// <param name="TakesAll">Whether it is the host's factory: no provider and no level of the host's own matters.</param>
/// <param name="ReplacesStatic">Whether it sets up a logger of its own, which takes the place of the one in <c>Log.Logger</c> when the host is built.</param>
internal sealed record GivenLogger(bool KeepsOthers, bool IsFiltered, bool TakesAll, bool ReplacesStatic);

internal sealed class GivenLoggers : Recogniser<GivenLogger>
{
    /// <summary><c>new SerilogLoggerProvider(logger)</c>: one of several.</summary>
    public static GivenLogger Provider { get; } = new(KeepsOthers: true, IsFiltered: false, TakesAll: false, ReplacesStatic: false);

    public override IEnumerable<string> Words => ["AddSerilog", "UseSerilog", "SerilogLoggerProvider"];

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        ((SyntaxNode?)token.CallOf() ?? token.CreationOf()) is { } node ? [node] : [];

    public override GivenLogger? Recognise(Candidate candidate) =>
        candidate.Operation switch
        {
            IInvocationOperation call => Of(call),
            null => null,
            _ => candidate.Node is ObjectCreationExpressionSyntax ? Provider : Provider with { KeepsOthers = false },
        };

    // On a logging builder or factory it is one provider, and the builder's filters let everything through to it;
    // on a host or its services it is the factory, unless it hands on to the others.
    internal static GivenLogger Of(IInvocationOperation call)
    {
        var receiver = call.TargetMethod.Name == "AddSerilog" ? call.Receiver()?.Type?.Name : null;
        var isProvider = receiver is "ILoggingBuilder" or "ILoggerFactory";
        return new GivenLogger(
            KeepsOthers: isProvider || call.Argument("writeToProviders")?.ConstantValue is { HasValue: true, Value: true },
            IsFiltered: receiver == "ILoggerFactory",
            TakesAll: !isProvider && call.Argument("writeToProviders") is null or { ConstantValue: { HasValue: true, Value: false } },
            ReplacesStatic: call.Argument("configureLogger") is not null
                && call.Argument("preserveStaticLogger") is null or { ConstantValue: { HasValue: true, Value: false } }
        );
    }
}
