using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows under which prefix a configuration sees environment variables: <c>AddEnvironmentVariables("TS_")</c> takes only those, and takes the prefix off.</summary>
internal static class EnvironmentPrefixes
{
    private const int MaxDepth = 8;
    private const string Configuration = "Microsoft.Extensions.Configuration";

    /// <summary>The prefix of the variables that a read sees.</summary>
    /// <param name="read">A read of a key or a section.</param>
    /// <returns>Empty when they carry no prefix, or when the host decides.</returns>
    public static string OfRead(IOperation read)
    {
        var configuration = read switch
        {
            IPropertyReferenceOperation { Instance: { } instance } => instance,
            IInvocationOperation call when ConfigurationReads.IsConfiguration(call.Receiver()?.Type) => call.Receiver(),
            IInvocationOperation call => call
                .Arguments.Select(static argument => argument.Value.Unwrap())
                .FirstOrDefault(static value => ConfigurationReads.IsConfiguration(value.Type)),
            _ => null,
        };
        return configuration is null || BuiltBy(configuration, MaxDepth) is not { } build ? "" : OnlyPrefix(AddedTo(build));
    }

    /// <summary>The prefix without which the host sees no variable, or null: said by the call that adds them to a host without other variables.</summary>
    public static string? OfHost(IInvocationOperation call)
    {
        if (
            !Adds(call)
            || PrefixOf(call) is not { Length: > 0 } prefix
            || RootOf(call) is not { } root
            || IsOwnBuilder(root)
            || ScopeOf(call) is not { } scope
        )
        {
            return null;
        }

        var calls = scope.DescendantsAndSelf().OfType<IInvocationOperation>().ToList();
        var startsEmpty = calls.Exists(other =>
            other.TargetMethod.Name == "Clear"
                && other.Instance is IPropertyReferenceOperation { Property.Name: "Sources" }
                && other.Syntax.SpanStart < call.Syntax.SpanStart
            || other.TargetMethod.Name is "CreateEmptyBuilder" or "CreateEmptyApplicationBuilder"
        );
        return startsEmpty && !calls.Exists(static other => Adds(other) && PrefixOf(other) == "") ? prefix : null;
    }

    // The Build() of the ConfigurationBuilder from which the value comes, if it comes from one.
    private static IInvocationOperation? BuiltBy(IOperation configuration, int depth)
    {
        configuration = configuration.Unwrap();
        return depth == 0
            ? null
            : configuration switch
            {
                IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" } section
                    when section.Receiver() is { } receiver => BuiltBy(receiver, depth - 1),
                IInvocationOperation { TargetMethod.Name: "Build" } build when RootOf(build) is { } root && IsOwnBuilder(root) => build,
                ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value => BuiltBy(value, depth - 1),
                IFieldReferenceOperation field when InitializerOf(field) is { } value => BuiltBy(value, depth - 1),
                _ => null,
            };
    }

    // Every AddEnvironmentVariables in the chain, or on the local that holds the builder.
    private static IEnumerable<IInvocationOperation> AddedTo(IInvocationOperation build)
    {
        for (var call = build; call is not null; call = call.Receiver() as IInvocationOperation)
        {
            if (Adds(call))
            {
                yield return call;
            }
        }

        if (StartOf(build) is not ILocalReferenceOperation { Local: var builder } || ScopeOf(build) is not { } scope)
        {
            yield break;
        }

        foreach (var call in scope.DescendantsAndSelf().OfType<IInvocationOperation>())
        {
            if (
                Adds(call)
                && StartOf(call) is ILocalReferenceOperation { Local: var other }
                && SymbolEqualityComparer.Default.Equals(builder, other)
            )
            {
                yield return call;
            }
        }

        if (LocalValues.SingleValue(builder, build) is IInvocationOperation chain)
        {
            foreach (var call in AddedTo(chain))
            {
                yield return call;
            }
        }
    }

    private static string OnlyPrefix(IEnumerable<IInvocationOperation> calls)
    {
        string? only = null;
        foreach (var call in calls)
        {
            var prefix = PrefixOf(call);
            if (prefix is null or "" || only is not null && only != prefix)
            {
                return "";
            }

            only = prefix;
        }

        return only ?? "";
    }

    private static bool Adds(IInvocationOperation call) =>
        call.TargetMethod.Name == "AddEnvironmentVariables" && call.TargetMethod.IsInNamespace(Configuration);

    // Empty for none; null when it is not constant.
    private static string? PrefixOf(IInvocationOperation call) =>
        call.Argument("prefix") switch
        {
            null => "",
            { ConstantValue: { HasValue: true, Value: string prefix } } => prefix,
            _ => null,
        };

    private static IOperation? StartOf(IInvocationOperation call)
    {
        var start = call.Receiver();
        while (start is IInvocationOperation inner && inner.Receiver() is { } next)
        {
            start = next;
        }

        return start;
    }

    private static IOperation? RootOf(IInvocationOperation call)
    {
        var start = StartOf(call);
        return start is ILocalReferenceOperation local && LocalValues.SingleValue(local.Local, local)?.Unwrap() is { } value
            ? value is IInvocationOperation chain
                ? RootOf(chain)
                : value
            : start;
    }

    private static bool IsOwnBuilder(IOperation root) =>
        root is IObjectCreationOperation creation && creation.Type.Is(Configuration, "ConfigurationBuilder");

    private static IOperation? InitializerOf(IFieldReferenceOperation field) =>
        field.Field.DeclaringSyntaxReferences is [var reference]
        && reference.SyntaxTree == field.Syntax.SyntaxTree
        && reference.GetSyntax(Cancellation.Token)
            is Microsoft.CodeAnalysis.CSharp.Syntax.VariableDeclaratorSyntax { Initializer.Value: { } value }
            ? field.SemanticModel?.GetOperation(value, Cancellation.Token)
            : null;

    // The whole method, or all top-level statements.
    private static IOperation? ScopeOf(IOperation operation)
    {
        var scope = operation;
        while (scope.Parent is { } parent)
        {
            scope = parent;
        }

        return scope;
    }
}

/// <summary>The prefix without which a host sees no environment variable.</summary>
internal sealed record EnvironmentPrefix(string Prefix);

internal sealed class HostPrefixes : Recogniser<EnvironmentPrefix>
{
    public override IEnumerable<string> Words => ["AddEnvironmentVariables"];

    public override EnvironmentPrefix? Recognise(Candidate candidate) =>
        candidate.Call is { } call && EnvironmentPrefixes.OfHost(call) is { } prefix ? new EnvironmentPrefix(prefix) : null;
}
