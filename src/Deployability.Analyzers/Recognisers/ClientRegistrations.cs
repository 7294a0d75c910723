using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A client of another service that is registered with the factory of HTTP clients.</summary>
/// <param name="Name">Under which the factory knows it; empty when only run time can say.</param>
/// <param name="Display">As a message calls it.</param>
internal sealed record ClientRegistration(string Name, string Display);

/// <summary>Knows the calls that register named and typed clients, of HTTP, Refit and gRPC.</summary>
internal sealed class ClientRegistrations : Recogniser<ClientRegistration>
{
    private const string Factory = "Microsoft.Extensions.DependencyInjection";

    public override IEnumerable<string> Words => ["AddHttpClient", "AddGrpcClient", "AddRefitClient"];

    public override WordForm Form => WordForm.Call;

    public override ClientRegistration? Recognise(Candidate candidate) => candidate.Call is { } call ? TryRecognise(call) : null;

    /// <returns>The client, or null when the call registers none, such as <c>AddHttpClient()</c> alone.</returns>
    public static ClientRegistration? TryRecognise(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        var kind = method.Name switch
        {
            "AddHttpClient" when method.IsInNamespace(Factory) => "HTTP client",
            "AddGrpcClient" when method.IsInNamespace(Factory) => "gRPC client",
            "AddRefitClient" => "HTTP client",
            _ => null,
        };
        var named = call.Argument("name");
        if (kind is null || method is { Name: "AddHttpClient", TypeArguments.IsEmpty: true } && named is null)
        {
            return null;
        }

        // The factory calls a typed client by its type.
        var type = method.TypeArguments.IsEmpty
            ? call
                .Arguments.Select(static argument => argument.Value.Unwrap())
                .OfType<ITypeOfOperation>()
                .FirstOrDefault()
                ?.TypeOperand.Name
            : method.TypeArguments[0].Name;
        var name =
            named is null ? type
            : named.ConstantValue is { HasValue: true, Value: string text } ? text
            : null;
        return new ClientRegistration(
            name ?? "",
            method.TypeArguments is [.., var last] ? $"{kind} of '{last.Name}'"
                : name is not null ? $"{kind} '{name}'"
                : $"This {kind}"
        );
    }
}
