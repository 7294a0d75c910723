using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows a value back to the literals it may come from.</summary>
/// <remarks>
/// As far as constants, initialisers and single assignments go, through <c>??</c>, conditionals, interpolation, concatenation,
/// <c>new Uri(…)</c> and trimming; of other methods only those that do nothing but return a text, so that the cost stays a handful of nodes.
/// There is one trace, over operations: syntax only finds the expression that a member or a caller gives (<see cref="MemberValues"/>), which is then bound
/// and traced on, because what a constant, an operator or a namesake means cannot be told from its letters. A text and the elements of a list are followed
/// apart (<see cref="Trace(IOperation)"/>, <see cref="TraceElements(IOperation)"/>): a list is known by the operations that make one, and a text is the end of both.
/// </remarks>
internal sealed class ValueTracer
{
    private const int MaxDepth = 8;

    private readonly ProjectContext project;
    private readonly ComposedValues composed;
    private readonly Callers callers;

    public ValueTracer(ProjectContext project)
    {
        this.project = project;
        callers = new Callers(project);
        composed = new ComposedValues(this);
    }

    /// <returns>Every literal that may arrive; empty when the value is known only at run time.</returns>
    public ImmutableArray<TracedValue> Trace(IOperation? operation) =>
        operation is null ? ImmutableArray<TracedValue>.Empty : Trace(operation, MaxDepth);

    /// <summary>The same for each element of an array, collection expression, or list of <c>params</c>.</summary>
    public ImmutableArray<TracedValue> TraceElements(IOperation? operation)
    {
        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        TraceElements(operation, Way.Start(MaxDepth), builder);
        return builder.ToImmutable();
    }

    internal ImmutableArray<TracedValue> Trace(IOperation operation, int depth)
    {
        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        Trace(operation, Way.Start(depth), builder);
        return builder.Count == 0 ? ImmutableArray<TracedValue>.Empty : builder.ToImmutable();
    }

    private void Trace(IOperation operation, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        if (way.Depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: string literal } }:
                result.Add(way.Found(literal, operation.Syntax, operation));
                return;
            // A string that becomes a PathString, a StringValues and the like by an operator of that type.
            case IConversionOperation { OperatorMethod: not null, Operand: { Type.SpecialType: SpecialType.System_String } text }:
                Trace(text, way.Next, result);
                return;
            case IUtf8StringOperation utf8:
                result.Add(way.Found(utf8.Value, operation.Syntax, operation));
                return;
            case ILocalReferenceOperation { Local: var local }:
                TraceLocal(local, operation, way, result);
                return;
            // The literal stands in another project, and this one is compiled with its value: what can be changed here is the use.
            case IFieldReferenceOperation
            {
                Field: { HasConstantValue: true, ConstantValue: string foreign, ContainingAssembly: { } owner }
            } when IsOtherProject(owner):
                result.Add(way.Found(foreign, operation.Syntax, operation));
                return;
            case IFieldReferenceOperation { Field: var field }:
                TraceMember(field, operation, way, result);
                return;
            case IPropertyReferenceOperation property:
                TraceProperty(property, way, result);
                return;
            case IParameterReferenceOperation
            {
                Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string fallback } parameter
            }
                when parameter.DeclaringSyntaxReferences is [var reference]
                    && reference.GetSyntax(Cancellation.Token) is ParameterSyntax { Default.Value: { } value }:
                if (!callers.AlwaysGive(parameter, value.SyntaxTree))
                {
                    result.Add(new TracedValue(fallback, value, ValueRole.Fixed, way.Key, null));
                }

                return;
            case IParameterReferenceOperation { Parameter: var parameter }:
                foreach (var replacement in Replacements.Of(parameter, operation, project))
                {
                    Trace(replacement, way.Next.Default(way.Key), result);
                }

                return;
            case ICoalesceOperation or IConditionalOperation { WhenFalse: not null } or ISwitchExpressionOperation:
                foreach (var (branch, wayThere) in BranchesOf(operation, way))
                {
                    Trace(branch, wayThere, result);
                }

                return;
            case IArrayElementReferenceOperation element:
                TraceElements(element.ArrayReference, way.Next, result);
                return;
            case ISimpleAssignmentOperation assignment:
                Trace(assignment.Value, way.Next, result);
                return;
            case IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                if (composed.Compose(operation, way.Depth) is { } whole)
                {
                    result.Add(way.Found(whole, operation.Syntax, operation));
                }
                else if (operation.FirstPart() is { } start)
                {
                    // Nothing but run-time parts, of which the first may be a default that configuration replaces.
                    Trace(start, way.Next, result);
                }

                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "UriBuilder") && Spelled(creation) is { } spelled:
                result.Add(way.Found(spelled.Text, spelled.Host.Syntax, operation));
                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") || creation.Type.Is("System", "UriBuilder"):
                if (creation.Arguments.Length > 0 && creation.Argument(0) is { } first)
                {
                    Trace(first, way.Next, result);
                }

                return;
            case IInvocationOperation invocation:
                TraceInvocation(invocation, way, result);
                return;
        }

        if (operation.ConstantValue is { HasValue: true, Value: string constant })
        {
            result.Add(way.Found(constant, operation.Syntax, operation));
        }
    }

    // What a framework or an SDK declares is a name or a default of its own.
    private bool IsOtherProject(IAssemblySymbol owner) =>
        !SymbolEqualityComparer.Default.Equals(owner, project.Compilation.Assembly)
        && !owner.Name.StartsWith("System", StringComparison.Ordinal)
        && !owner.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private void TraceLocal(ILocalSymbol local, IOperation use, Way way, ImmutableArray<TracedValue>.Builder result)
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
            Trace(value, way.Next, result);
        }
        else if (Replacements.Of(local, use, project) is { Count: > 0 } replacements)
        {
            var first = LocalValues.InitializerOf(local, use);
            if (first is not null && !replacements.Exists(replacement => replacement.Syntax == first.Syntax))
            {
                Trace(first, way.Next, result);
            }

            foreach (var replacement in replacements)
            {
                Trace(replacement, way.Next.Default(first is null ? way.Key : ConfigurationReads.KeyOfAddress(first)), result);
            }
        }
    }

    // new UriBuilder("http", "localhost", 5000), new UriBuilder { Scheme = "http", Host = "localhost", Port = 5000 }
    private (string Text, IOperation Host)? Spelled(IObjectCreationOperation creation)
    {
        IOperation? scheme = null;
        IOperation? host = null;
        IOperation? port = null;
        foreach (var argument in creation.Arguments)
        {
            switch (argument.Parameter?.Name)
            {
                case "scheme" or "schemeName":
                    scheme = argument.Value;
                    break;
                case "host" or "hostName":
                    host = argument.Value;
                    break;
                case "port" or "portNumber" when argument.ArgumentKind != ArgumentKind.DefaultValue:
                    port = argument.Value;
                    break;
            }
        }

        foreach (var set in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (set is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value })
            {
                scheme = name == "Scheme" ? value : scheme;
                host = name == "Host" ? value : host;
                port = name == "Port" ? value : port;
            }
        }

        if (host is null || Trace(host) is not [{ Role: ValueRole.Fixed } known])
        {
            return null;
        }

        var text = (scheme is not null && Trace(scheme) is [var protocol] ? protocol.Text : "http") + "://" + known.Text;
        return (
            port is null
                ? text
                : text
                    + ":"
                    + (
                        port.ConstantValue is { HasValue: true, Value: int number }
                            ? number.ToString(System.Globalization.CultureInfo.InvariantCulture)
                            : TracedValue.Hole.ToString()
                    ),
            host
        );
    }

    private void TraceProperty(IPropertyReferenceOperation use, Way way, ImmutableArray<TracedValue>.Builder result)
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
            Trace(uri, way.Next, result);
            return;
        }

        TraceMember(use.Property, use, IsOption(use) ? way.Default(way.Key) : way, result);
    }

    private bool IsOption(IPropertyReferenceOperation use) =>
        OptionsClasses.IsBound(use.Property.ContainingType, project) || OptionsClasses.IsOptionsValue(use.Instance);

    private void TraceMember(ISymbol member, IOperation use, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        foreach (var (value, declaration) in ValuesOf(member))
        {
            // What it depends on counts: a guard, a configuration key.
            if (MemberValues.IsChoice((ExpressionSyntax)value.Syntax))
            {
                Trace(value, way.Next, result);
                continue;
            }

            var first = result.Count;
            // new PathString("/orders") is the text.
            Trace(
                value.Unwrap() is IObjectCreationOperation { Initializer: null } made && made.Argument(0) is { } text ? text : value,
                way.Next,
                result
            );
            AtUse(result, first, member, declaration, use);
        }
    }

    private void TraceElementsOfMember(ISymbol member, IOperation use, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        foreach (var (value, declaration) in ValuesOf(member))
        {
            var first = result.Count;
            TraceElements(value, way.Next, result);
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

    private void TraceInvocation(IInvocationOperation invocation, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        var method = invocation.TargetMethod;
        if (method.ContainingType.SpecialType == SpecialType.System_String || method.Name == "ToString")
        {
            switch (method.Name)
            {
                case "Trim"
                or "TrimEnd"
                or "TrimStart"
                or "ToString"
                or "ToLowerInvariant"
                or "ToLower"
                or "Replace" when invocation.Instance is { } instance:
                    Trace(instance, way.Next, result);
                    break;
                case "Format" when invocation.Argument("format") is { } format:
                    TraceFormat(invocation, format, way, result);
                    break;
                case "Concat" when invocation.Arguments.Length > 0:
                    TraceConcat(invocation, way, result);
                    break;
                case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                    break;
            }
        }
        else if (
            invocation.Arguments.Length > 0
            && (
                method.Name == "GetBytes" && method.ContainingType.IsInNamespace("System.Text")
                || method.Name is "FromBase64String" or "FromHexString" && method.ContainingType.Is("System", "Convert")
            )
        )
        {
            Trace(invocation.Arguments[0].Value, way.Next, result);
        }
        else if (ConfigurationReads.DefaultOf(invocation) is { } fallback)
        {
            Trace(fallback, way.Next.Default(KeyOf(invocation)), result);
        }
        else if (
            method is { IsVirtual: false, IsOverride: false, IsAsync: false, DeclaringSyntaxReferences.Length: 1, ReturnType: var type }
            && (type.SpecialType == SpecialType.System_String || type.Is("System", "Uri"))
        )
        {
            TraceMember(method, invocation, way, result);
        }
    }

    private void TraceFormat(IInvocationOperation invocation, IOperation format, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        if (format.Unwrap().ConstantValue is not { HasValue: true, Value: string pattern })
        {
            Trace(format, way.Next, result);
            return;
        }

        result.Add(way.Found(composed.Format(pattern, invocation, format, way.Depth - 1), format.Syntax, format));
    }

    private void TraceConcat(IInvocationOperation invocation, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        var text = new StringBuilder();
        foreach (var argument in ComposedValues.Texts(invocation, skip: null))
        {
            composed.Append(argument, way.Depth - 1, text);
        }

        // Where the first part says the host, it is what must change.
        var first = ComposedValues.Texts(invocation, skip: null).FirstOrDefault();
        if (
            first is not null
            && (
                ComposedValues.IsOnlyHoles(text)
                || first.Unwrap().ConstantValue is not { HasValue: true }
                || EndpointUrl.TryParse(first.Unwrap().ConstantValue.Value as string ?? "") is { IsHostKnown: true }
            )
        )
        {
            Trace(first, way.Next, result);
        }
        else if (text.Length > 0)
        {
            result.Add(way.Found(text.ToString(), invocation.Syntax, invocation));
        }
    }

    private void TraceElements(IOperation? operation, Way way, ImmutableArray<TracedValue>.Builder result)
    {
        Cancellation.Token.ThrowIfCancellationRequested();
        if (operation is null || way.Depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                Elements(initializer.ElementValues);
                break;
            case IArrayInitializerOperation braces:
                Elements(braces.ElementValues);
                break;
            case ICollectionExpressionOperation collection:
                Elements(collection.Elements);
                break;
            case IObjectCreationOperation { Initializer: { } initializer }:
                Elements(
                    initializer.Initializers.SelectMany(static add =>
                        add is IInvocationOperation call ? call.Arguments.Select(static a => a.Value) : []
                    )
                );
                break;
            // An array that becomes a StringValues and the like, by an operator or a constructor.
            case IConversionOperation { OperatorMethod: not null, Operand: { Type.SpecialType: not SpecialType.System_String } converted }:
                TraceElements(converted, way.Next, result);
                break;
            case IObjectCreationOperation { Initializer: null, Type.Name: "StringValues", Arguments: [{ Value: var wrapped }] }:
                TraceElements(wrapped, way.Next, result);
                break;
            case ICoalesceOperation or IConditionalOperation { WhenFalse: not null } or ISwitchExpressionOperation:
                foreach (var (branch, wayThere) in BranchesOf(operation, way))
                {
                    TraceElements(branch, wayThere, result);
                }

                break;
            case ISpreadOperation spread:
                TraceElements(spread.Operand, way.Next, result);
                break;
            case ILocalReferenceOperation { Local: var local } when local.Type.SpecialType != SpecialType.System_String:
                TraceElements(LocalValues.SingleValue(local, operation), way.Next, result);
                break;
            case IFieldReferenceOperation { Field: { Type.SpecialType: not SpecialType.System_String } field }:
                TraceElementsOfMember(field, operation, way, result);
                break;
            case IPropertyReferenceOperation { Property: { Type.SpecialType: not SpecialType.System_String } property } use:
                TraceElementsOfMember(property, operation, IsOption(use) ? way.Default(way.Key) : way, result);
                break;
            case IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "Split" } invocation
                when invocation.Receiver() is { } receiver:
                TraceElements(receiver, way.Next, result);
                break;
            case IInvocationOperation invocation when ConfigurationReads.DefaultOf(invocation) is { } fallback:
                TraceElements(fallback, way.Next.Default(KeyOf(invocation)), result);
                break;
            default:
                Trace(operation, way, result);
                break;
        }

        void Elements(IEnumerable<IOperation> elements)
        {
            foreach (var element in elements)
            {
                TraceElements(element, way.Next, result);
            }
        }
    }

    /// <summary>The values between which an operation chooses, with the way to each: one that stands in for a missing one is a default.</summary>
    private IEnumerable<(IOperation Value, Way Way)> BranchesOf(IOperation choice, Way way)
    {
        switch (choice)
        {
            case ICoalesceOperation coalesce:
                yield return (coalesce.Value, way.Next);
                yield return (coalesce.WhenNull, way.Next.Default(KeyOf(coalesce.Value)));
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                var missing = MissingValues.DefaultOf(conditional, project);
                foreach (var branch in (IOperation[])[conditional.WhenTrue, whenFalse])
                {
                    yield return (
                        branch,
                        missing is var (other, tested) && other == branch
                            ? way.Next.Default(ConfigurationReads.KeyOfAddress(tested))
                            : way.Next
                    );
                }

                break;
            case ISwitchExpressionOperation chosen:
                foreach (var arm in chosen.Arms)
                {
                    yield return (arm.Value, MissingValues.IsDefault(arm, chosen, project) ? way.Next.Default(way.Key) : way.Next);
                }

                break;
        }
    }

    private static string KeyOf(IOperation operation) => ConfigurationReads.TryRecognise(operation.Unwrap())?.Key ?? "";

    /// <summary>How a value came here.</summary>
    /// <param name="Role">Whether configuration can replace it.</param>
    /// <param name="Key">The key by which it can.</param>
    /// <param name="Depth">How many steps may still be taken.</param>
    private readonly record struct Way(ValueRole Role, string Key, int Depth)
    {
        public Way Next => this with { Depth = Depth - 1 };

        public static Way Start(int depth) => new(ValueRole.Fixed, "", depth);

        public Way Default(string key) => this with { Role = ValueRole.Default, Key = key };

        public TracedValue Found(string text, SyntaxNode literal, IOperation? origin) => new(text, literal, Role, Key, origin);
    }
}
