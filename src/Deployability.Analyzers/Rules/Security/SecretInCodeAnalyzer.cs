using System.Collections.Concurrent;
using System.Collections.Immutable;
using Deployability.Analyzers.Engine;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Rules.Security;

/// <summary>DPL2001: a credential in the code, by its form or by the name of what it is assigned to.</summary>
/// <remarks>
/// A string is looked at where it stands, for its form or together with the name that it is given there. A string without such a name that is
/// handed on through a variable to a secret-named parameter or property is followed back from there.
/// </remarks>
#pragma warning disable RS1001 // ValuesAnalyzer is what the compiler runs.
public sealed class SecretInCodeAnalyzer() : DeployabilityAnalyzer(Descriptors.SecretInCode)
#pragma warning restore RS1001
{
    private const string RuleId = "DPL2001";
    private const string ExtraNames = "extra_secret_names";
    private const int ShortestSecret = 4;
    private const int ShortestKey = 8;
    private const int ShortestHashKey = 16;

    private const string OfSecret = "stands in the code and so in the repository and the image; revoke it and read";
    private const string OfVendor = "is the vendor's default, which everybody knows; set one of your own and read";
    private const string OfThisMachine = "is of a server on this machine, which no deployment has; read";

    private static readonly string[] HarmlessHeads =
    [
        "Id",
        "Name",
        "Option",
        "Header",
        "Scheme",
        "Path",
        "Route",
        "Purpose",
        "Provider",
        "Parameter",
        "Param",
        "Field",
        "Label",
        "Type",
        "Claim",
        "Replacement",
        "Mask",
        "Prefix",
        "Suffix",
        "Format",
        "Pattern",
        "Regex",
        "Url",
        "Uri",
        "Salt",
    ];

    private protected override void Register(CompilationStartAnalysisContext context, ProjectContext project)
    {
        var rule = new Rule(project);
        // A text by its form, which its letters lead to, or by its name, which is asked first: nearly all texts have neither.
        context.RegisterLiteralValues(
            project,
            Descriptors.SecretInCode,
            static source => SecretDetector.PositionsIn(source.AsSpan()),
            literal => HasForm(literal) ? rule.Of(literal) : [],
            rule.Of
        );
        context.RegisterUses(project, Descriptors.SecretInCode, Taken.Secret, rule.HasExtraNames, rule.UsesIn, rule.Of);
        context.RegisterUses(project, Descriptors.SecretInCode, rule.UsesIn, rule.Of, SecretTargets.Holders);
        Register(rule.OfLiteral, OperationKind.Utf8String);
        Register(rule.OfComposed, OperationKind.InterpolatedString, OperationKind.Binary);
        Register(rule.OfBytes, OperationKind.ArrayCreation, OperationKind.CollectionExpression);

        void Register(Func<IOperation, IEnumerable<ValueFinding>> judge, params OperationKind[] kinds) =>
            context.RegisterValues(project, Descriptors.SecretInCode, judge, rule.Of, kinds);
    }

    private static bool HasForm(IOperation literal) =>
        literal.ConstantValue is { HasValue: true, Value: string text } && SecretDetector.Find(text.AsSpan()) is not null;

    // What its own form or name gives away is reported where it stands, with that name.
    private static bool IsFoundByItself(TracedValue traced, SecretOptions options) =>
        SecretDetector.Inspect(traced.Text.AsSpan(), (OwnNameOf(traced) ?? traced.Key).AsSpan(), options) is not null;

    private static SecretMatch? Inspect(string text, SecretTarget target, SecretOptions options) =>
        target.IsCertain || target.Name == SecretTargets.HmacKey && text.Length >= ShortestHashKey
            ? SecretDetector.InspectKey(text.AsSpan(), target.Name.AsSpan())
            : SecretDetector.Inspect(text.AsSpan(), target.Name.AsSpan(), options);

    private static bool MayHoldSecret(SecretTarget target, SecretOptions options) =>
        target.Name.Length > 0
        && (
            target.IsCertain
            || SecretDetector.IsSecretName(target.Name.AsSpan(), options)
            || SecretDetector.IsAuthorizationName(target.Name.AsSpan())
        );

    private static string? OwnNameOf(TracedValue traced) =>
        traced.Literal.NameOfDeclared()
        ?? (traced.Literal.Parent is AssignmentExpressionSyntax { Left: IdentifierNameSyntax local } ? local.Identifier.ValueText : null);

    // A constant ClientId or PASSWORD_OPTION says that it is none, wherever it is handed to.
    private static bool IsSaidToBeElse(TracedValue traced)
    {
        if (OwnNameOf(traced) is not { } name)
        {
            return false;
        }

        foreach (var head in HarmlessHeads)
        {
            var start = name.Length - head.Length;
            if (
                start >= 0
                && name.EndsWith(head, StringComparison.OrdinalIgnoreCase)
                && (start == 0 || name[start - 1] == '_' || char.IsUpper(name[start]) && char.IsLower(name[start - 1]))
            )
            {
                return true;
            }
        }

        return false;
    }

    // A secret that a run-time part completes is known only at run time.
    private static bool Touches(string text, SecretMatch match) =>
        text.IndexOf(SecretDetector.Hole, match.Start, match.Length) >= 0 && match.Kind is not SecretKind.PrivateKey;

    private static bool IsHandedOn(IOperation value) =>
        value.Unwrap() switch
        {
            ILocalReferenceOperation or IFieldReferenceOperation or ICoalesceOperation or IConditionalOperation => true,
            IPropertyReferenceOperation property => !property.Property.IsIndexer,
            IInvocationOperation
            {
                TargetMethod.Name: "Sha256" or "Sha512" or "GetBytes" or "FromBase64String" or "ToCharArray" or "Trim" or "GetValue"
            } => true,
            _ => false,
        };

    // new byte[] { 1, 2, … } or [1, 2, …] with every byte written out.
    private static bool IsSpelledKey(IOperation value, bool isCertain)
    {
        var elements = value switch
        {
            IArrayCreationOperation
            {
                Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte },
                Initializer.ElementValues: var bytes
            } => bytes,
            ICollectionExpressionOperation
            {
                Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte }
                    or INamedTypeSymbol { TypeArguments: [{ SpecialType: SpecialType.System_Byte }] },
                Elements: var bytes
            } => bytes,
            // Of byte[] key = { 1, 2, … } the braces.
            IArrayInitializerOperation { ElementValues: [{ Type.SpecialType: SpecialType.System_Byte }, ..] bytes } => bytes,
            _ => ImmutableArray<IOperation>.Empty,
        };
        if (elements.Length < (isCertain ? ShortestSecret : ShortestKey))
        {
            return false;
        }

        foreach (var element in elements)
        {
            if (!element.ConstantValue.HasValue)
            {
                return false;
            }
        }

        return true;
    }

    private static bool HoldsBytes(ITypeSymbol? type) =>
        type is IArrayTypeSymbol or INamedTypeSymbol { Name: "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "Memory" };

    private static bool HoldsText(ITypeSymbol? type) =>
        type
            is { SpecialType: SpecialType.System_String }
                or IArrayTypeSymbol { ElementType.SpecialType: SpecialType.System_Byte or SpecialType.System_Char }
                or INamedTypeSymbol { Name: "SecureString" or "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "Memory" };

    // A part of a concatenation or interpolation is judged with the whole.
    private static bool IsPartOfText(IOperation operation) =>
        operation.User()
            is IInterpolatedStringTextOperation
                or IInterpolationOperation
                or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String };

    private static bool IsInAttribute(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAttributeOperation)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The rule in one compilation.</summary>
    private sealed class Rule(ProjectContext project)
    {
        private readonly ConcurrentDictionary<SyntaxTree, FileOptions> files = new();
        private volatile FileOptions? lastFile;

        /// <summary>What an operation of any of these kinds leads to.</summary>
        public IEnumerable<ValueFinding> Of(IOperation operation) =>
            operation.Kind switch
            {
                OperationKind.Literal or OperationKind.Utf8String => OfLiteral(operation),
                OperationKind.InterpolatedString or OperationKind.Binary => OfComposed(operation),
                OperationKind.ArrayCreation or OperationKind.CollectionExpression => OfBytes(operation),
                OperationKind.Argument => OfArgument((IArgumentOperation)operation),
                OperationKind.SimpleAssignment => OfAssignment(operation),
                _ => [],
            };

        public IEnumerable<ValueFinding> OfLiteral(IOperation operation)
        {
            var text = operation switch
            {
                // The type first: a table of numbers need not hand out its values.
                ILiteralOperation { Type.SpecialType: SpecialType.System_String, ConstantValue: { HasValue: true, Value: string value } } =>
                    value,
                IUtf8StringOperation utf8 => utf8.Value,
                _ => null,
            };
            return text is { Length: >= ShortestSecret } && !operation.IsImplicit && !IsPartOfText(operation)
                ? Judge(operation, text, null)
                : [];
        }

        public IEnumerable<ValueFinding> OfComposed(IOperation operation)
        {
            if (
                operation.Type?.SpecialType != SpecialType.System_String
                || operation is IBinaryOperation { OperatorKind: not BinaryOperatorKind.Add }
                || IsPartOfText(operation)
            )
            {
                return [];
            }

            var composed = ComposedText.Of(operation, project);
            return composed.Text.Length >= ShortestSecret ? Judge(operation, composed.Text, composed) : [];
        }

        public IEnumerable<ValueFinding> OfBytes(IOperation operation)
        {
            if (!IsSpelledKey(operation, isCertain: true))
            {
                return [];
            }

            var target = SecretTargets.Of(operation);
            return IsSpelledKey(operation, target.IsCertain) ? OfBytes(operation, operation.Syntax, target) : [];
        }

        /// <summary>What in an operation may be a secret by the name that it gives it: texts, and what hands one on; null where there is nothing.</summary>
        /// <param name="operation">A call, creation or assignment whose member may take a secret, or one of <see cref="SecretTargets.Holders"/>.</param>
        public List<IOperation>? UsesIn(IOperation operation)
        {
            List<IOperation>? uses = null;
            switch (operation)
            {
                case IInvocationOperation or IObjectCreationOperation:
                    foreach (var argument in operation.Arguments())
                    {
                        AddGiven(argument, argument.Value, argument.Parameter?.Type, ref uses);
                    }

                    AddTexts((operation as IInvocationOperation)?.Instance, operation, ref uses);

                    break;
                case ISimpleAssignmentOperation assignment:
                    AddGiven(assignment, assignment.Value, assignment.Type, ref uses);
                    break;
                case IAssignmentOperation assignment:
                    AddTexts(assignment.Value, assignment, ref uses);
                    break;
                case ISymbolInitializerOperation initializer:
                    AddTexts(initializer.Value, initializer, ref uses);
                    break;
                case IBinaryOperation comparison:
                    AddTexts(comparison.LeftOperand, comparison, ref uses);
                    AddTexts(comparison.RightOperand, comparison, ref uses);
                    break;
                case IIsPatternOperation match:
                    AddTexts(match.Pattern, match, ref uses);
                    break;
                case ISwitchExpressionArmOperation arm:
                    AddTexts(arm.Pattern, arm, ref uses);
                    break;
                case ITupleOperation tuple:
                    foreach (var element in tuple.Elements)
                    {
                        AddTexts(element, tuple, ref uses);
                    }

                    break;
                case ICoalesceOperation coalesce:
                    AddTexts(coalesce.WhenNull, coalesce, ref uses);
                    break;
                case IReturnOperation result:
                    AddTexts(result.ReturnedValue, result, ref uses);
                    break;
            }

            return uses;
        }

        private void AddGiven(IOperation use, IOperation value, ITypeSymbol? type, ref List<IOperation>? uses)
        {
            if (HoldsText(type) && IsHandedOn(value))
            {
                (uses ??= []).Add(use);
            }

            AddTexts(value, use, ref uses);
        }

        // The texts to which the holder gives their name: not one whose name is further out, nor what has a form and is found by it.
        private void AddTexts(IOperation? value, IOperation holder, ref List<IOperation>? texts)
        {
            if (value is not null && !SecretTargets.IsPassedBy(value, holder))
            {
                AddTexts(value, 0, ref texts);
            }
        }

        private void AddTexts(IOperation value, int depth, ref List<IOperation>? texts)
        {
            switch (value.Kind)
            {
                case OperationKind.Literal:
                    if (value.Type?.SpecialType == SpecialType.System_String && MayBeSecret() && !HasForm(value))
                    {
                        (texts ??= []).Add(value);
                    }

                    return;
                // All in a list have one name, and tables are long.
                case OperationKind.ArrayInitializer or OperationKind.CollectionExpression when !MayBeSecret():
                    return;
            }

            foreach (var child in value.ChildOperations)
            {
                if (SecretTargets.IsPassedBy(child, value) && depth < SecretTargets.MaxDepth)
                {
                    AddTexts(child, depth + 1, ref texts);
                }
            }

            bool MayBeSecret() => MayHoldSecret(SecretTargets.Of(value), OptionsFor(value));
        }

        /// <summary>Whether an argument of a call or creation may be a secret by what it is given to.</summary>
        private bool MayTake(IOperation operation) => project.Taken.May(operation, Taken.Secret) || HasExtraNames(operation);

        /// <summary>Whether the project adds names of secrets where the operation stands, so that anything may be given one.</summary>
        public bool HasExtraNames(IOperation operation) => OptionsFor(operation).ExtraNames is { Count: > 0 };

        // new NetworkCredential("svc", pw) where pw says nothing by its name.
        public IEnumerable<ValueFinding> OfArgument(IArgumentOperation argument) =>
            argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter }
            && HoldsText(parameter.Type)
            && IsHandedOn(argument.Value)
                ? Follow(argument, argument.Value, SecretTargets.OfArgument(argument))
                : [];

        public IEnumerable<ValueFinding> OfAssignment(IOperation operation) =>
            operation is ISimpleAssignmentOperation assignment && HoldsText(assignment.Type) && IsHandedOn(assignment.Value)
                ? Follow(assignment, assignment.Value, SecretTargets.Of(assignment.Value))
                : [];

        private IEnumerable<ValueFinding> Follow(IOperation use, IOperation value, SecretTarget target)
        {
            var names = OptionsFor(use);
            if (!MayHoldSecret(target, names))
            {
                return [];
            }

            // new Secret(Word.Sha256()): what is hashed is what opens.
            value =
                value.Unwrap() is IInvocationOperation { TargetMethod.Name: "Sha256" or "Sha512" } hash && hash.Receiver() is { } hashed
                    ? hashed
                    : value;
            return BytesOf(value, target.IsCertain) is { } bytes
                ? OfBytes(use, bytes, target)
                : project.Values.Trace(value).Select(traced => OfTraced(use, traced, target, names)).OfType<ValueFinding>();
        }

        private ValueFinding? OfTraced(IOperation use, TracedValue traced, SecretTarget target, SecretOptions names)
        {
            var meant = traced.Key.Length > 0 ? new SecretTarget(traced.Key, null, IsKey: true, target.IsCertain) : target;
            return
                !traced.HasHole
                && !IsSaidToBeElse(traced)
                && !IsFoundByItself(traced, names)
                && Inspect(traced.Text, meant, names) is { } match
                && !IsGuarded(use, match)
                ? FindingOf(traced.Literal, match, meant, traced.Text)
                : null;
        }

        // aes.Key = key, where key is a table of bytes.
        private SyntaxNode? BytesOf(IOperation value, bool isCertain)
        {
            var source = value.Unwrap() switch
            {
                ILocalReferenceOperation local when HoldsBytes(local.Type) => LocalValues.SingleValue(local.Local, local) is { } assigned
                && assigned.Unwrap() is ILocalReferenceOperation copied
                && !SymbolEqualityComparer.Default.Equals(copied.Local, local.Local)
                    ? LocalValues.SingleValue(copied.Local, copied)
                    : LocalValues.SingleValue(local.Local, local),
                IFieldReferenceOperation { Field: { Type: IArrayTypeSymbol, DeclaringSyntaxReferences: [var reference] } }
                    when reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } initializer } => project.OperationOf(
                    initializer
                ),
                _ => null,
            };
            return
                source?.Unwrap() is { } bytes
                && (bytes is IObjectCreationOperation { Arguments: [var viewed] } ? viewed.Value.Unwrap() : bytes) is var written
                && IsSpelledKey(written, isCertain)
                ? written.Syntax
                : null;
        }

        private IEnumerable<ValueFinding> OfBytes(IOperation use, SyntaxNode bytes, SecretTarget target)
        {
            var match = new SecretMatch(SecretKind.NamedValue, "key", 0, 0);
            return MayHoldSecret(target, OptionsFor(use)) && !IsGuarded(use, match) ? [FindingOf(bytes, match, target, "")] : [];
        }

        private IEnumerable<ValueFinding> Judge(IOperation operation, string text, ComposedText? composed)
        {
            SecretTarget target;
            if (SecretDetector.Find(text.AsSpan()) is not { } match)
            {
                if (composed is { HasHoles: true })
                {
                    return [];
                }

                if (!MayBeNamed(operation))
                {
                    return [];
                }

                target = SecretTargets.Of(operation);
                // The name first: it says no nearly always, and the value has been looked at.
                if (
                    !MayHoldSecret(target, OptionsFor(operation))
                    || IsInAttribute(operation)
                    || Inspect(text, target, OptionsFor(operation)) is not { } named
                    || RefusedSecrets.Contains(operation, project)
                )
                {
                    return [];
                }

                match = named;
            }
            else if (Touches(text, match))
            {
                return [];
            }
            else
            {
                target = SecretTargets.Of(operation);
            }

            return IsGuarded(operation, match)
                ? []
                : [FindingOf(composed?.SourceOf(match.Start, project) ?? operation.Syntax, match, target, text)];
        }

        // Nearly every text is an argument.
        private bool MayBeNamed(IOperation text)
        {
            var user = text.Parent;
            while (
                user
                    is IConversionOperation
                        or IParenthesizedOperation
                        or IArrayInitializerOperation
                        or IArrayCreationOperation
                        or ICollectionExpressionOperation
            )
            {
                user = user.Parent;
            }

            return user is not IArgumentOperation { Parent: { Kind: OperationKind.Invocation or OperationKind.ObjectCreation } call }
                || MayTake(call);
        }

        private static ValueFinding FindingOf(SyntaxNode literal, SecretMatch match, SecretTarget target, string text)
        {
            var key = SecretConfigurationKeys.For(match, target, text);
            return new ValueFinding(
                literal.GetLocation(),
                null,
                FixProperties.Of(key),
                match.Describe(text.AsSpan()) + DebugFeatures.ErrorDetailIn(text),
                key,
                SecretDetector.IsVendorDefault(text.AsSpan(), match) ? OfVendor
                    : match.Host == SecretHost.Loopback ? OfThisMachine
                    : OfSecret
            );
        }

        // A provider's token works from everywhere; a password for a developer's own machine harms nobody else.
        private bool IsGuarded(IOperation operation, SecretMatch match) =>
            match is { Kind: SecretKind.NamedValue } or { Host: SecretHost.Loopback or SecretHost.Companion }
            && project.Guards.Of(operation) == Guard.Development;

        // Operations come file by file.
        private SecretOptions OptionsFor(IOperation operation)
        {
            var tree = operation.Syntax.SyntaxTree;
            if (lastFile is not { } file || file.Tree != tree)
            {
                lastFile = file = files.GetOrAdd(
                    tree,
                    key => new FileOptions(key, new SecretOptions(project.Options.List(RuleId, ExtraNames, key)))
                );
            }

            return file.Options;
        }

        private sealed record FileOptions(SyntaxTree Tree, SecretOptions Options);
    }
}
