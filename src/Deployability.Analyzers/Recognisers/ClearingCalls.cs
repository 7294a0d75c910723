using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A call that takes all providers of logs away from the host.</summary>
/// <param name="Syntax">The call.</param>
internal sealed record ClearedProviders(InvocationExpressionSyntax Syntax);

internal sealed class ClearingCalls : Recogniser<ClearedProviders>
{
    public override IEnumerable<string> Words => ["ClearProviders"];

    public override WordForm Form => WordForm.Call;

    public override ClearedProviders Recognise(Candidate candidate) => new((InvocationExpressionSyntax)candidate.Node);
}
