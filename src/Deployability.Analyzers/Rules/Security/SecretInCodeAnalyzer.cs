using System.Collections.Concurrent;
using Deployability.Analyzers.Engine;
using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
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
    private const string OfFallback =
        "stands in the code as what holds where nothing is configured; revoke it, drop the fallback, and only read";
    private const string OfVendor = "is the vendor's default, which everybody knows; set one of your own and read";
    private const string OfVendorFallback = "is the vendor's default, which everybody knows; drop the fallback, and only read";
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
            literal => SecretUses.HasForm(literal) ? rule.Of(literal) : [],
            rule.Of
        );
        context.RegisterUses(project, Descriptors.SecretInCode, Taken.Secret, rule.HasExtraNames, rule.Uses.In, rule.Of);
        context.RegisterUses(project, Descriptors.SecretInCode, rule.Uses.In, rule.Of, SecretTargets.Holders);
        Register(rule.OfLiteral, OperationKind.Utf8String);
        Register(rule.OfComposed, OperationKind.InterpolatedString, OperationKind.Binary);
        Register(rule.OfBytes, OperationKind.ArrayCreation, OperationKind.CollectionExpression);

        void Register(Func<IOperation, IEnumerable<ValueFinding>> judge, params OperationKind[] kinds) =>
            context.RegisterValues(project, Descriptors.SecretInCode, judge, rule.Of, kinds);
    }

    // What its own form or name gives away is reported where it stands, with that name.
    private static bool IsFoundByItself(TracedValue traced, SecretOptions options) =>
        SecretDetector.Inspect(traced.Text.AsSpan(), (OwnNameOf(traced) ?? traced.Key).AsSpan(), options) is not null;

    private static SecretMatch? Inspect(string text, SecretTarget target, SecretOptions options) =>
        target.IsCertain || target.Name == SecretTargets.HmacKey && text.Length >= ShortestHashKey
            ? SecretDetector.InspectKey(text.AsSpan(), target.Name.AsSpan())
            : SecretDetector.Inspect(text.AsSpan(), target.Name.AsSpan(), options);

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

    // A part of a concatenation or interpolation is judged with the whole.
    private static bool IsPartOfText(IOperation operation) =>
        operation.User()
            is IInterpolatedStringTextOperation
                or IInterpolationOperation
                or IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String };

    private static int ShortestTable(SecretTarget target) => target.IsCertain ? ShortestSecret : ShortestKey;

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

        /// <summary>What in an operation may be a secret by the name that it is given there.</summary>
        public SecretUses Uses => new(OptionsFor);

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
            if (!ByteTables.IsWrittenOut(operation, ShortestSecret))
            {
                return [];
            }

            var target = SecretTargets.Of(operation);
            return ByteTables.IsWrittenOut(operation, ShortestTable(target)) ? OfBytes(operation, operation.Syntax, target) : [];
        }

        /// <summary>Whether an argument of a call or creation may be a secret by what it is given to.</summary>
        private bool MayTake(IOperation operation) => project.Taken.May(operation, Taken.Secret) || HasExtraNames(operation);

        /// <summary>Whether the project adds names of secrets where the operation stands, so that anything may be given one.</summary>
        public bool HasExtraNames(IOperation operation) => OptionsFor(operation).ExtraNames is { Count: > 0 };

        // new NetworkCredential("svc", pw) where pw says nothing by its name.
        public IEnumerable<ValueFinding> OfArgument(IArgumentOperation argument) =>
            argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter }
            && SecretUses.HoldsText(parameter.Type)
            && SecretUses.IsHandedOn(argument.Value)
                ? Follow(argument, argument.Value, SecretTargets.OfArgument(argument))
                : [];

        public IEnumerable<ValueFinding> OfAssignment(IOperation operation) =>
            operation is ISimpleAssignmentOperation assignment
            && SecretUses.HoldsText(assignment.Type)
            && SecretUses.IsHandedOn(assignment.Value)
                ? Follow(assignment, assignment.Value, SecretTargets.Of(assignment.Value))
                : [];

        private IEnumerable<ValueFinding> Follow(IOperation use, IOperation value, SecretTarget target)
        {
            var names = OptionsFor(use);
            if (!SecretUses.MayBeFor(target, names))
            {
                return [];
            }

            // new Secret(Word.Sha256()): what is hashed is what opens.
            value =
                value.Unwrap() is IInvocationOperation { TargetMethod.Name: "Sha256" or "Sha512" } hash && hash.Receiver() is { } hashed
                    ? hashed
                    : value;
            return ByteTables.Find(value, ShortestTable(target), project) is { } bytes
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

        private IEnumerable<ValueFinding> OfBytes(IOperation use, SyntaxNode bytes, SecretTarget target)
        {
            var match = new SecretMatch(SecretKind.NamedValue, "key", 0, 0);
            return SecretUses.MayBeFor(target, OptionsFor(use)) && !IsGuarded(use, match) ? [FindingOf(bytes, match, target, "")] : [];
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
                    !SecretUses.MayBeFor(target, OptionsFor(operation))
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
                SecretDetector.IsVendorDefault(text.AsSpan(), match) ? (IsFallback(literal) ? OfVendorFallback : OfVendor)
                    : match.Host == SecretHost.Loopback ? OfThisMachine
                    : IsFallback(literal) ? OfFallback
                    : OfSecret
            );
        }

        // configuration["Broker:Password"] ?? "guest": it is read already.
        private static bool IsFallback(SyntaxNode literal) =>
            literal.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Right == literal;

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
