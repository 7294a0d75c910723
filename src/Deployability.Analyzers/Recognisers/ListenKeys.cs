using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A configuration key that holds the addresses on which the server listens.</summary>
/// <param name="Key">With <c>:</c> between sections; an environment variable as written.</param>
/// <param name="Origin">What <paramref name="Key"/> names.</param>
/// <param name="IsList">Whether each address is an element of a list; else one text has them all.</param>
internal sealed record ListenKey(string Key, ConfigurationOrigin Origin, bool IsList);

/// <summary>Knows calls that listen on what configuration says whole. A port alone is <see cref="ListenPorts"/>'.</summary>
internal sealed class ListenKeys : Recogniser<ListenKey>
{
    private const int MaxDepth = 6;

    public override IEnumerable<string> Words => ["UseUrls", "Run", "RunAsync"];

    public override WordForm Form => WordForm.Call;

    // app.Run() says no address, and app.Run(context => …) answers requests.
    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) =>
        token.CallOf() is { ArgumentList.Arguments: [not { Expression: AnonymousFunctionExpressionSyntax }, ..] } call ? [call] : [];

    public override ListenKey? Recognise(Candidate candidate) =>
        candidate.Method is { } method
        && ListenAddresses.MaySay(method)
        && candidate.Operation is IInvocationOperation call
        && (call.Argument("urls") ?? call.Argument("url")) is { } addresses
            ? Of(addresses, MaxDepth)
            : null;

    private static ListenKey? Of(IOperation addresses, int depth)
    {
        addresses = addresses.Unwrap();
        if (depth == 0)
        {
            return null;
        }

        if (ConfigurationReads.TryRecognise(addresses) is { } read)
        {
            return new(read.Key, read.Origin, read.Type is ConfigurationValueType.Array);
        }

        return addresses switch
        {
            // UseUrls(params string[] urls)
            IArrayCreationOperation { Initializer.ElementValues: [var only] } => Of(only, depth - 1),
            ICoalesceOperation coalesce => Of(coalesce.Value, depth - 1),
            ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value => Of(value, depth - 1),
            IInvocationOperation { TargetMethod.Name: "Split" or "ToArray" or "Trim" } call when call.Receiver() is { } receiver => Of(
                receiver,
                depth - 1
            ),
            _ => null,
        };
    }
}
