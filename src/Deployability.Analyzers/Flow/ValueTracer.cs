using System.Collections.Immutable;
using System.Text;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Follows a value back to the literals it may come from.</summary>
/// <remarks>
/// As far as constants, initialisers and single assignments go, through <c>??</c>, conditionals, interpolation, concatenation,
/// <c>new Uri(…)</c> and trimming; of other methods only those that do nothing but return a text, so that the cost stays a handful of nodes.
/// </remarks>
internal sealed class ValueTracer(ProjectContext project)
{
    private const int MaxDepth = 8;

    /// <returns>Every literal that may arrive; empty when the value is known only at run time.</returns>
    public ImmutableArray<TracedValue> Trace(IOperation? operation)
    {
        if (operation is null)
        {
            return ImmutableArray<TracedValue>.Empty;
        }

        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        Trace(operation, ValueRole.Fixed, "", MaxDepth, builder);
        return builder.Count == 0 ? ImmutableArray<TracedValue>.Empty : builder.ToImmutable();
    }

    /// <summary>The same for each element of an array, collection expression, or list of <c>params</c>.</summary>
    public ImmutableArray<TracedValue> TraceElements(IOperation? operation)
    {
        var builder = ImmutableArray.CreateBuilder<TracedValue>();
        TraceElements(operation, ValueRole.Fixed, "", MaxDepth, builder);
        return builder.ToImmutable();
    }

    private void Trace(IOperation operation, ValueRole role, string key, int depth, ImmutableArray<TracedValue>.Builder result)
    {
        if (depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case ILiteralOperation { ConstantValue: { HasValue: true, Value: string literal } }:
                result.Add(new TracedValue(literal, operation.Syntax, role, key, operation));
                return;
            // A string that becomes a PathString, a StringValues and the like by an operator of that type.
            case IConversionOperation { OperatorMethod: not null, Operand: { Type.SpecialType: SpecialType.System_String } text }:
                Trace(text, role, key, depth - 1, result);
                return;
            case IUtf8StringOperation utf8:
                result.Add(new TracedValue(utf8.Value, operation.Syntax, role, key, operation));
                return;
            case ILocalReferenceOperation { Local: var local }:
                TraceLocal(local, operation, role, key, depth, result);
                return;
            // The literal stands in another project, and this one is compiled with its value: what can be changed here is the use.
            case IFieldReferenceOperation
            {
                Field: { HasConstantValue: true, ConstantValue: string foreign, ContainingAssembly: { } owner }
            } when IsOtherProject(owner):
                result.Add(new TracedValue(foreign, operation.Syntax, role, key, operation));
                return;
            case IFieldReferenceOperation { Field: var field }:
                TraceMember(field, operation, role, key, depth, result);
                return;
            case IPropertyReferenceOperation property:
                TraceProperty(property, role, key, depth, result);
                return;
            case IParameterReferenceOperation
            {
                Parameter: { HasExplicitDefaultValue: true, ExplicitDefaultValue: string fallback } parameter
            }
                when parameter.DeclaringSyntaxReferences is [var reference]
                    && reference.GetSyntax() is ParameterSyntax { Default.Value: { } value }:
                result.Add(new TracedValue(fallback, value, ValueRole.Fixed, key, null));
                return;
            case IParameterReferenceOperation { Parameter: var parameter }:
                foreach (var replacement in Fallbacks(parameter, operation))
                {
                    Trace(replacement, ValueRole.Default, key, depth - 1, result);
                }

                return;
            case ICoalesceOperation coalesce:
                Trace(coalesce.Value, role, key, depth - 1, result);
                Trace(coalesce.WhenNull, ValueRole.Default, KeyOf(coalesce.Value), depth - 1, result);
                return;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                var missing = MissingValues.DefaultOf(conditional, project);
                foreach (var branch in (IOperation[])[conditional.WhenTrue, whenFalse])
                {
                    var standsIn = missing is var (other, _) && other == branch;
                    Trace(
                        branch,
                        standsIn ? ValueRole.Default : role,
                        standsIn ? ConfigurationReads.KeyOfAddress(missing!.Value.Tested) : key,
                        depth - 1,
                        result
                    );
                }

                return;
            case IArrayElementReferenceOperation element:
                TraceElements(element.ArrayReference, role, key, depth - 1, result);
                return;
            case ISwitchExpressionOperation switchExpression:
                foreach (var arm in switchExpression.Arms)
                {
                    Trace(
                        arm.Value,
                        MissingValues.IsDefault(arm, switchExpression, project) ? ValueRole.Default : role,
                        key,
                        depth - 1,
                        result
                    );
                }

                return;
            case ISimpleAssignmentOperation assignment:
                Trace(assignment.Value, role, key, depth - 1, result);
                return;
            case IInterpolatedStringOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add }:
                if (Compose(operation, depth) is { } composed)
                {
                    result.Add(new TracedValue(composed, operation.Syntax, role, key, operation));
                }
                else if (operation.FirstPart() is { } start)
                {
                    // Nothing but run-time parts, of which the first may be a default that configuration replaces.
                    Trace(start, role, key, depth - 1, result);
                }

                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "UriBuilder") && Spelled(creation) is { } spelled:
                result.Add(new TracedValue(spelled.Text, spelled.Host.Syntax, role, key, operation));
                return;
            case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") || creation.Type.Is("System", "UriBuilder"):
                if (creation.Arguments.Length > 0 && creation.Argument(0) is { } first)
                {
                    Trace(first, role, key, depth - 1, result);
                }

                return;
            case IInvocationOperation invocation:
                TraceInvocation(invocation, role, key, depth, result);
                return;
        }

        if (operation.ConstantValue is { HasValue: true, Value: string constant })
        {
            result.Add(new TracedValue(constant, operation.Syntax, role, key, operation));
        }
    }

    // What a framework or an SDK declares is a name or a default of its own.
    private bool IsOtherProject(IAssemblySymbol owner) =>
        !SymbolEqualityComparer.Default.Equals(owner, project.Compilation.Assembly)
        && !owner.Name.StartsWith("System", StringComparison.Ordinal)
        && !owner.Name.StartsWith("Microsoft.", StringComparison.Ordinal);

    private void TraceLocal(
        ILocalSymbol local,
        IOperation use,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
    {
        if (local is { HasConstantValue: true, ConstantValue: string text })
        {
            if (
                local.DeclaringSyntaxReferences is [var reference]
                && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value }
            )
            {
                result.Add(new TracedValue(text, value, role, key, use));
            }
        }
        else if (LocalValues.SingleValue(local, use) is { } value)
        {
            Trace(value, role, key, depth - 1, result);
        }
        else if (Fallbacks(local, use) is { Count: > 0 } replacements)
        {
            var first = LocalValues.InitializerOf(local, use);
            if (first is not null && !replacements.Exists(replacement => replacement.Syntax == first.Syntax))
            {
                Trace(first, role, key, depth - 1, result);
            }

            foreach (var replacement in replacements)
            {
                Trace(replacement, ValueRole.Default, first is null ? key : ConfigurationReads.KeyOfAddress(first), depth - 1, result);
            }
        }
    }

    // url ??= "…", if (string.IsNullOrEmpty(url)) url = "…", if (configured is { } there) url = there: what stands in for a value that is missing.
    // None when it is assigned in other ways too.
    private List<IOperation> Fallbacks(ISymbol variable, IOperation use)
    {
        var found = new List<IOperation>();
        if (
            use.SemanticModel is not { } model
            || use.Syntax.FirstAncestorOrSelf<SyntaxNode>(static node =>
                node is MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax
            )
                is not { } scope
        )
        {
            return found;
        }

        var isReplaced = false;
        foreach (var node in scope.DescendantNodes())
        {
            if (
                node is not AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } assignment
                || left.Identifier.ValueText != variable.Name
                || assignment.SpanStart > use.Syntax.SpanStart
                || !SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(left).Symbol, variable)
            )
            {
                continue;
            }

            if (
                assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression)
                || assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                    && MissingValues.StandsIn(assignment, variable.Name, model, project)
            )
            {
                if (model.GetOperation(assignment.Right) is { } value)
                {
                    found.Add(value);
                }
            }
            else if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && MissingValues.Replaces(assignment, model, project))
            {
                isReplaced = true;
            }
            else
            {
                return [];
            }
        }

        if (isReplaced && variable is ILocalSymbol local && LocalValues.InitializerOf(local, use) is { } first)
        {
            found.Add(first);
        }

        return found;
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

    private void TraceProperty(
        IPropertyReferenceOperation use,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
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
            Trace(uri, role, key, depth - 1, result);
            return;
        }

        var isOption = OptionsClasses.IsBound(use.Property.ContainingType, project) || OptionsClasses.IsOptionsValue(use.Instance);
        TraceMember(use.Property, use, isOption ? ValueRole.Default : role, key, depth, result);
    }

    // A member may be declared in another file: a plain initialiser is read as syntax, which needs no other semantic model.
    private void TraceMember(
        ISymbol member,
        IOperation use,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var declaration = reference.GetSyntax();
            var value = ValueOf(declaration) ?? AssignedByConstructor(member, declaration);
            if (value is not null && IsChoice(value))
            {
                // What it depends on counts: a guard, a configuration key.
                if (project.OperationOf(value) is { } choice)
                {
                    Trace(choice, role, key, depth - 1, result);
                }

                continue;
            }

            // record StockOptions(string Url = "…"): whoever creates it, or binds it, may give another.
            var isOfParameter = declaration is ParameterSyntax;
            foreach (var (text, literal, isDefault) in FromSyntax(value))
            {
                var constant = member is IFieldSymbol { ConstantValue: string folded } ? folded : text;
                result.Add(
                    new TracedValue(
                        constant,
                        literal,
                        isDefault || isOfParameter ? ValueRole.Default : role,
                        key,
                        literal.SyntaxTree == use.Syntax.SyntaxTree ? use : null
                    )
                );
            }
        }
    }

    private static ExpressionSyntax? ValueOf(SyntaxNode declaration) =>
        declaration switch
        {
            VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
            ParameterSyntax parameter => parameter.Default?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value
                ?? property.ExpressionBody?.Expression
                ?? ReturnedBy(property),
            MethodDeclarationSyntax method => method.ExpressionBody?.Expression
                ?? (method.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null),
            LocalFunctionStatementSyntax function => function.ExpressionBody?.Expression
                ?? (function.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null),
            _ => null,
        };

    private static bool IsChoice(ExpressionSyntax value)
    {
        while (value is ParenthesizedExpressionSyntax or BaseObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 1 })
        {
            value = value is ParenthesizedExpressionSyntax parenthesized
                ? parenthesized.Expression
                : ((BaseObjectCreationExpressionSyntax)value).ArgumentList!.Arguments[0].Expression;
        }

        return value
            is ConditionalExpressionSyntax
                or SwitchExpressionSyntax
                or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression };
    }

    // private readonly string _url; set once, in a constructor.
    private static ExpressionSyntax? AssignedByConstructor(ISymbol member, SyntaxNode declaration)
    {
        var isOwn =
            member
            is IFieldSymbol { IsReadOnly: true }
                or IFieldSymbol { DeclaredAccessibility: Accessibility.Private }
                or IPropertySymbol { SetMethod: null };
        if (
            !isOwn
            || declaration.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } type
            || type.Modifiers.Any(SyntaxKind.PartialKeyword)
        )
        {
            return null;
        }

        ExpressionSyntax? value = null;
        foreach (var node in type.DescendantNodes())
        {
            if (
                node
                    is not AssignmentExpressionSyntax
                    {
                        Left: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax }
                    } assignment
                || assignment.Left.NameOfMember() != member.Name
            )
            {
                continue;
            }

            if (
                value is not null
                || !assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                || assignment.FirstAncestorOrSelf<MemberDeclarationSyntax>()
                    is not ConstructorDeclarationSyntax { Body: var body } constructor
                || assignment.Parent?.Parent != body && constructor.ExpressionBody?.Expression != assignment
            )
            {
                return null;
            }

            value = assignment.Right;
        }

        return value;
    }

    private static ExpressionSyntax? ReturnedBy(PropertyDeclarationSyntax property)
    {
        var getter = property.AccessorList?.Accessors.FirstOrDefault(static accessor => accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return getter?.ExpressionBody?.Expression
            ?? (getter?.Body?.Statements is [ReturnStatementSyntax { Expression: { } returned }] ? returned : null);
    }

    private static IEnumerable<(string Text, SyntaxNode Literal, bool IsDefault)> FromSyntax(ExpressionSyntax? value)
    {
        switch (value)
        {
            case LiteralExpressionSyntax literal when literal.Token.Value is string text:
                yield return (text, literal, false);
                break;
            case ParenthesizedExpressionSyntax parenthesized:
                foreach (var inner in FromSyntax(parenthesized.Expression))
                {
                    yield return inner;
                }

                break;
            case BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var only, ..] }:
                foreach (var inner in FromSyntax(only.Expression))
                {
                    yield return inner;
                }

                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce:
                foreach (var (text, literal, _) in FromSyntax(coalesce.Right))
                {
                    yield return (text, literal, true);
                }

                break;
            case BinaryExpressionSyntax or InterpolatedStringExpressionSyntax:
                if (ComposeSyntax(value) is { Length: > 0 } composed)
                {
                    yield return (composed, value, false);
                }

                break;
            case ConditionalExpressionSyntax conditional:
                foreach (var inner in FromSyntax(conditional.WhenTrue).Concat(FromSyntax(conditional.WhenFalse)))
                {
                    yield return inner;
                }

                break;
        }
    }

    private static string ComposeSyntax(ExpressionSyntax expression) =>
        expression switch
        {
            LiteralExpressionSyntax literal when literal.Token.Value is string text => text,
            ParenthesizedExpressionSyntax parenthesized => ComposeSyntax(parenthesized.Expression),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } add => ComposeSyntax(add.Left) + ComposeSyntax(add.Right),
            InterpolatedStringExpressionSyntax interpolated => string.Concat(
                interpolated.Contents.Select(static content =>
                    content is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : TracedValue.Hole.ToString()
                )
            ),
            _ => TracedValue.Hole.ToString(),
        };

    private void TraceInvocation(
        IInvocationOperation invocation,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
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
                    Trace(instance, role, key, depth - 1, result);
                    break;
                case "Format" when invocation.Argument("format") is { } format:
                    TraceFormat(invocation, format, role, key, depth, result);
                    break;
                case "Concat" when invocation.Arguments.Length > 0:
                    TraceConcat(invocation, role, key, depth, result);
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
            Trace(invocation.Arguments[0].Value, role, key, depth - 1, result);
        }
        else if (ConfigurationReads.DefaultOf(invocation) is { } fallback)
        {
            Trace(fallback, ValueRole.Default, KeyOf(invocation), depth - 1, result);
        }
        else if (
            method is { IsVirtual: false, IsOverride: false, IsAsync: false, DeclaringSyntaxReferences.Length: 1, ReturnType: var type }
            && (type.SpecialType == SpecialType.System_String || type.Is("System", "Uri"))
        )
        {
            TraceMember(method, invocation, role, key, depth, result);
        }
    }

    private void TraceFormat(
        IInvocationOperation invocation,
        IOperation format,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
    {
        if (format.Unwrap().ConstantValue is not { HasValue: true, Value: string pattern })
        {
            Trace(format, role, key, depth - 1, result);
            return;
        }

        var position = 0;
        foreach (var argument in Texts(invocation, skip: format))
        {
            var part = new StringBuilder();
            Append(argument, depth - 1, part);
            pattern = pattern.Replace("{" + position++.ToString(System.Globalization.CultureInfo.InvariantCulture) + "}", part.ToString());
        }

        result.Add(new TracedValue(pattern, format.Syntax, role, key, format));
    }

    private void TraceConcat(
        IInvocationOperation invocation,
        ValueRole role,
        string key,
        int depth,
        ImmutableArray<TracedValue>.Builder result
    )
    {
        var text = new StringBuilder();
        foreach (var argument in Texts(invocation, skip: null))
        {
            Append(argument, depth - 1, text);
        }

        // Where the first part says the host, it is what must change.
        var first = Texts(invocation, skip: null).FirstOrDefault();
        if (
            first is not null
            && (
                IsOnlyHoles(text)
                || first.Unwrap().ConstantValue is not { HasValue: true }
                || EndpointUrl.TryParse(first.Unwrap().ConstantValue.Value as string ?? "") is { IsHostKnown: true }
            )
        )
        {
            Trace(first, role, key, depth - 1, result);
        }
        else if (text.Length > 0)
        {
            result.Add(new TracedValue(text.ToString(), invocation.Syntax, role, key, invocation));
        }
    }

    private static IEnumerable<IOperation> Texts(IInvocationOperation invocation, IOperation? skip)
    {
        foreach (var argument in invocation.Arguments)
        {
            if (argument.Value == skip || argument.Parameter?.Name == "provider")
            {
                continue;
            }

            var elements = argument.Value.Unwrap() switch
            {
                IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
                ICollectionExpressionOperation collection => collection.Elements,
                var single => [single],
            };
            foreach (var element in elements)
            {
                yield return element;
            }
        }
    }

    private void TraceElements(IOperation? operation, ValueRole role, string key, int depth, ImmutableArray<TracedValue>.Builder result)
    {
        if (operation is null || depth == 0)
        {
            return;
        }

        operation = operation.Unwrap();
        switch (operation)
        {
            case IArrayCreationOperation { Initializer: { } initializer }:
                Elements(initializer.ElementValues);
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
                TraceElements(converted, role, key, depth - 1, result);
                break;
            case IObjectCreationOperation { Initializer: null, Type.Name: "StringValues", Arguments: [{ Value: var wrapped }] }:
                TraceElements(wrapped, role, key, depth - 1, result);
                break;
            case ICoalesceOperation coalesce:
                TraceElements(coalesce.Value, role, key, depth - 1, result);
                TraceElements(coalesce.WhenNull, ValueRole.Default, KeyOf(coalesce.Value), depth - 1, result);
                break;
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                var missing = MissingValues.DefaultOf(conditional, project);
                foreach (var branch in (IOperation[])[conditional.WhenTrue, whenFalse])
                {
                    var standsIn = missing is var (other, _) && other == branch;
                    TraceElements(
                        branch,
                        standsIn ? ValueRole.Default : role,
                        standsIn ? ConfigurationReads.KeyOfAddress(missing!.Value.Tested) : key,
                        depth - 1,
                        result
                    );
                }

                break;
            case ISpreadOperation spread:
                TraceElements(spread.Operand, role, key, depth - 1, result);
                break;
            case ILocalReferenceOperation { Local: var local } when local.Type.SpecialType != SpecialType.System_String:
                TraceElements(LocalValues.SingleValue(local, operation), role, key, depth - 1, result);
                break;
            case IFieldReferenceOperation { Field: { Type.SpecialType: not SpecialType.System_String } field }:
                ElementsOfMember(field, operation, role, key, result);
                break;
            case IPropertyReferenceOperation { Property: { Type.SpecialType: not SpecialType.System_String } property } use:
                var isOption = OptionsClasses.IsBound(property.ContainingType, project) || OptionsClasses.IsOptionsValue(use.Instance);
                ElementsOfMember(property, operation, isOption ? ValueRole.Default : role, key, result);
                break;
            case IInvocationOperation { TargetMethod.Name: "ToArray" or "ToList" or "Split" } invocation
                when invocation.Receiver() is { } receiver:
                TraceElements(receiver, role, key, depth - 1, result);
                break;
            case IInvocationOperation invocation when ConfigurationReads.DefaultOf(invocation) is { } fallback:
                TraceElements(fallback, ValueRole.Default, KeyOf(invocation), depth - 1, result);
                break;
            default:
                Trace(operation, role, key, depth, result);
                break;
        }

        void Elements(IEnumerable<IOperation> elements)
        {
            foreach (var element in elements)
            {
                TraceElements(element, role, key, depth - 1, result);
            }
        }
    }

    private static void ElementsOfMember(
        ISymbol member,
        IOperation use,
        ValueRole role,
        string key,
        ImmutableArray<TracedValue>.Builder result
    )
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value
                    ?? property.ExpressionBody?.Expression
                    ?? ReturnedBy(property),
                _ => null,
            };
            IEnumerable<ExpressionSyntax> elements = value switch
            {
                ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
                ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
                InitializerExpressionSyntax initializer => initializer.Expressions,
                BaseObjectCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
                CollectionExpressionSyntax collection => collection
                    .Elements.OfType<ExpressionElementSyntax>()
                    .Select(static element => element.Expression),
                _ => [],
            };
            foreach (var (text, literal, isDefault) in elements.SelectMany(FromSyntax))
            {
                result.Add(
                    new TracedValue(
                        text,
                        literal,
                        isDefault ? ValueRole.Default : role,
                        key,
                        literal.SyntaxTree == use.Syntax.SyntaxTree ? use : null
                    )
                );
            }
        }
    }

    /// <summary>The text of an interpolation or concatenation, with holes; null when nothing of it is known.</summary>
    private string? Compose(IOperation operation, int depth)
    {
        var text = new StringBuilder();
        Append(operation, depth, text);
        return text.Length == 0 || IsOnlyHoles(text) ? null : text.ToString();
    }

    private void Append(IOperation operation, int depth, StringBuilder text)
    {
        operation = operation.Unwrap();
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
        {
            text.Append(constant);
            return;
        }

        switch (operation)
        {
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } add:
                Append(add.LeftOperand, depth, text);
                Append(add.RightOperand, depth, text);
                break;
            case IInterpolatedStringOperation interpolated:
                foreach (var part in interpolated.Parts)
                {
                    switch (part)
                    {
                        case IInterpolatedStringTextOperation literal:
                            Append(literal.Text, depth, text);
                            break;
                        case IInterpolationOperation hole:
                            Append(hole.Expression, depth, text);
                            break;
                        default:
                            text.Append(TracedValue.Hole);
                            break;
                    }
                }

                break;
            default:
                var parts = ImmutableArray.CreateBuilder<TracedValue>();
                Trace(operation, ValueRole.Fixed, "", depth - 1, parts);
                // A part that configuration may replace is not known; neither is one of several.
                if (parts is [{ Role: ValueRole.Fixed } part1])
                {
                    text.Append(part1.Text);
                }
                else
                {
                    text.Append(TracedValue.Hole);
                }

                break;
        }
    }

    private static bool IsOnlyHoles(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != TracedValue.Hole)
            {
                return false;
            }
        }

        return true;
    }

    private static string KeyOf(IOperation operation) => ConfigurationReads.TryRecognise(operation.Unwrap())?.Key ?? "";
}
