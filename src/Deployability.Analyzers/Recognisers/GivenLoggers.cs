using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

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
