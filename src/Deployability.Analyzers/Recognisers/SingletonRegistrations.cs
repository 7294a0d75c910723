using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows the calls that give one instance of a class to the whole process.</summary>
internal static class SingletonRegistrations
{
    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";

    /// <summary>Names of the calls.</summary>
    public static string[] Calls { get; } = ["AddSingleton", "TryAddSingleton", "AddKeyedSingleton", "TryAddKeyedSingleton", "Singleton"];

    /// <summary>Whether a call of such a name registers a singleton in a service collection.</summary>
    public static bool IsRegistration(IInvocationOperation call) => call.TargetMethod.IsInNamespace(DependencyInjection);

    /// <summary>The classes whose one instance the call registers: type arguments, <c>typeof</c> arguments, created instances.</summary>
    public static IEnumerable<INamedTypeSymbol> ClassesOf(IInvocationOperation call)
    {
        foreach (var argument in call.TargetMethod.TypeArguments)
        {
            if (argument is INamedTypeSymbol { TypeKind: TypeKind.Class } type)
            {
                yield return type.OriginalDefinition;
            }
        }

        foreach (var argument in call.Arguments)
        {
            foreach (var step in argument.Value.DescendantsAndSelf())
            {
                switch (step)
                {
                    case IObjectCreationOperation { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } created }:
                        yield return created.OriginalDefinition;
                        break;
                    case ITypeOfOperation { TypeOperand: INamedTypeSymbol { TypeKind: TypeKind.Class } named }:
                        yield return named.OriginalDefinition;
                        break;
                }
            }

            if (argument.Value.Unwrap() is ILocalReferenceOperation { Type: INamedTypeSymbol { TypeKind: TypeKind.Class } held })
            {
                yield return held.OriginalDefinition;
            }
        }
    }

    /// <summary>Whether the choice between this and another implementation is made elsewhere: a branch beside it registers one too.</summary>
    public static bool IsOneOfSeveral(IInvocationOperation call) =>
        call.HasAlternative(static other =>
            other.TargetMethod.Name.StartsWith("Add", StringComparison.Ordinal) && other.TargetMethod.IsInNamespace(DependencyInjection)
        );
}

/// <summary>A call that registers singletons.</summary>
internal sealed record SingletonRegistration(IReadOnlyList<INamedTypeSymbol> Classes, bool IsOneOfSeveral);

internal sealed class RegisteredSingletons : Recogniser<SingletonRegistration>
{
    public override IEnumerable<string> Words => SingletonRegistrations.Calls;

    public override WordForm Form => WordForm.Call;

    public override SingletonRegistration? Recognise(Candidate candidate) =>
        candidate.Call is { } call && SingletonRegistrations.IsRegistration(call)
            ? new SingletonRegistration([.. SingletonRegistrations.ClassesOf(call)], SingletonRegistrations.IsOneOfSeveral(call))
            : null;
}
