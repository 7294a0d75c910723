using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A CORS policy as its builder's calls describe it.</summary>
internal sealed record CorsPolicyDescription(
    string Name,
    bool AnyOrigin,
    bool AllowCredentials,
    ImmutableArray<TracedValue> Origins,
    string OriginsKey
);

/// <summary>Finds policies that are described where they are registered.</summary>
internal sealed class DescribedPolicies : Recogniser<CorsPolicyDescription>
{
    public override IEnumerable<string> Words => ["AddPolicy", "AddDefaultPolicy", "UseCors"];

    public override WordForm Form => WordForm.Call;

    public override CorsPolicyDescription? Recognise(Candidate candidate) =>
        candidate.Call is { } call ? Of(call, candidate.Project) : null;

    // The policy that a call to AddPolicy, AddDefaultPolicy or UseCors describes in place; null when it does not.
    private static CorsPolicyDescription? Of(IInvocationOperation call, ProjectContext project)
    {
        var configure = call
            .Arguments.Select(static argument => argument.Value.Unwrap())
            .OfType<IAnonymousFunctionOperation>()
            .FirstOrDefault();
        if (configure is not { Symbol.Parameters: [{ Type: var builder }] } || !CorsBuilders.IsBuilder(builder))
        {
            return null;
        }

        var name =
            call.TargetMethod.Name == "AddPolicy" && project.Values.Trace(call.Argument("name")) is [{ HasHole: false } only]
                ? only.Text
                : "";
        var calls = configure
            .Body.Descendants()
            .OfType<IInvocationOperation>()
            .Where(static inner => CorsBuilders.IsBuilder(inner.TargetMethod.ContainingType))
            .ToList();
        var wildcard = calls.Any(inner => CorsPolicies.WildcardOf(inner, project) is not null);
        var origins = ImmutableArray.CreateBuilder<TracedValue>();
        var key = "";
        foreach (var with in calls.Where(static inner => inner.TargetMethod.Name == "WithOrigins"))
        {
            origins.AddRange(CorsPolicies.Elements(with.Arguments, project).Where(static value => !value.HasHole && value.Text != "*"));
            key =
                with.Arguments.SelectMany(static argument => argument.Value.DescendantsAndSelf())
                    .Select(static value => KeyOf(value))
                    .FirstOrDefault(static found => found is not null)
                ?? key;
        }

        return new CorsPolicyDescription(name, wildcard, CorsBuilders.AllowsCredentials(calls), origins.ToImmutable(), key);
    }

    private static string? KeyOf(IOperation value) =>
        value switch
        {
            ILocalReferenceOperation local => LocalValues.SingleValue(local.Local, local) is { } assigned
                ? assigned
                    .DescendantsAndSelf()
                    .Select(static inner => ConfigurationReads.TryRecognise(inner)?.Key)
                    .FirstOrDefault(static key => key is not null)
                : null,
            _ => ConfigurationReads.TryRecognise(value)?.Key,
        };
}
