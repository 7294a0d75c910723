using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows what a local or member holds back to what it is given.</summary>
/// <param name="project">Of the compilation.</param>
/// <param name="tracer">Follows what is given.</param>
internal sealed class HeldValues(ProjectContext project, ValueTracer tracer)
{
    /// <summary>What a local holds where it is used, and what stands in for it when that is missing.</summary>
    public void TraceLocal(ILocalSymbol local, IOperation use, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        if (local is { HasConstantValue: true, ConstantValue: string text })
        {
            if (
                local.DeclaringSyntaxReferences is [var reference]
                && reference.GetSyntax(Cancellation.Token) is VariableDeclaratorSyntax { Initializer.Value: { } value }
            )
            {
                result.Add(way.Found(text, value, use));
            }
        }
        else if (LocalValues.SingleValue(local, use) is { } value)
        {
            tracer.Trace(value, way.Next, result);
        }
        else if (Replacements.Of(local, use, project) is { Count: > 0 } replacements)
        {
            var first = LocalValues.InitializerOf(local, use);
            if (first is not null && !replacements.Exists(replacement => replacement.Syntax == first.Syntax))
            {
                tracer.Trace(first, way.Next, result);
            }

            foreach (var replacement in replacements)
            {
                tracer.Trace(replacement, way.Next.Default(first is null ? way.Key : ConfigurationReads.KeyOfAddress(first)), result);
            }
        }
    }

    /// <summary>What a property yields; an address that is asked for a part of itself is that address.</summary>
    public void TraceProperty(IPropertyReferenceOperation use, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        // uri.AbsoluteUri, builder.Uri and the like are the address itself.
        if (
            use.Instance is { } uri
            && (
                use.Property.Name is "AbsoluteUri" or "OriginalString" or "AbsolutePath" && use.Property.ContainingType.Is("System", "Uri")
                || use.Property.Name == "Uri" && use.Property.ContainingType.Is("System", "UriBuilder")
            )
        )
        {
            tracer.Trace(uri, way.Next, result);
            return;
        }

        TraceMember(use.Property, use, IsOption(use) ? way.Default(way.Key) : way, result);
    }

    /// <summary>Whether configuration may give the property another value.</summary>
    public bool IsOption(IPropertyReferenceOperation use) =>
        OptionsClasses.IsBound(use.Property.ContainingType, project) || OptionsClasses.IsOptionsValue(use.Instance);

    /// <summary>What a field, property or method is given where it is declared.</summary>
    public void TraceMember(ISymbol member, IOperation use, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        foreach (var (value, declaration) in ValuesOf(member))
        {
            // What it depends on counts: a guard, a configuration key.
            if (MemberValues.IsChoice((ExpressionSyntax)value.Syntax))
            {
                tracer.Trace(value, way.Next, result);
                continue;
            }

            var first = result.Count;
            // new PathString("/orders") is the text.
            tracer.Trace(
                value.Unwrap() is IObjectCreationOperation { Initializer: null } made && made.Argument(0) is { } text ? text : value,
                way.Next,
                result
            );
            AtUse(result, first, member, declaration, use);
        }
    }

    /// <summary>The elements of the list that a member is given.</summary>
    public void TraceElementsOfMember(ISymbol member, IOperation use, ValueWay way, ImmutableArray<TracedValue>.Builder result)
    {
        foreach (var (value, declaration) in ValuesOf(member))
        {
            var first = result.Count;
            tracer.TraceElements(value, way.Next, result);
            AtUse(result, first, member, declaration, use);
        }
    }

    private IEnumerable<(IOperation Value, SyntaxNode Declaration)> ValuesOf(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax(Cancellation.Token);
            if (
                MemberValues.Of(member, declaration) is { } written
                && MemberValues.MayBeKnown(written)
                && project.OperationOf(written) is { } value
            )
            {
                yield return (value, declaration);
            }
        }
    }

    // What a member is given runs where the member is used.
    private static void AtUse(ImmutableArray<TracedValue>.Builder result, int first, ISymbol member, SyntaxNode declaration, IOperation use)
    {
        for (var index = first; index < result.Count; index++)
        {
            var traced = result[index];
            result[index] = traced with
            {
                Text = member is IFieldSymbol { ConstantValue: string folded } ? folded : traced.Text,
                // record StockOptions(string Url = "…"): whoever creates it, or binds it, may give another.
                Role = declaration is ParameterSyntax ? ValueRole.Default : traced.Role,
                Origin = traced.Literal.SyntaxTree == use.Syntax.SyntaxTree ? use : null,
            };
        }
    }

    /// <summary>Whether an assembly is another project's: what a framework or an SDK declares is a name or a default of its own.</summary>
    public bool IsOfOtherProject(IAssemblySymbol owner) =>
        !SymbolEqualityComparer.Default.Equals(owner, project.Compilation.Assembly)
        && !owner.Name.StartsWith("System", StringComparison.Ordinal)
        && !owner.Name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
