using Deployability.Secrets;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>What a value is assigned to.</summary>
/// <param name="Name">Of the variable, member, parameter, header or configuration key; empty when nothing names the value.</param>
/// <param name="Owner">The type that the member or the called constructor belongs to; null for locals.</param>
/// <param name="IsKey">Whether the name is a configuration key that the code itself uses.</param>
/// <param name="IsCertain">Whether a secret is all that can stand there: every text is one, whatever its words.</param>
internal sealed record SecretTarget(string Name, ITypeSymbol? Owner = null, bool IsKey = false, bool IsCertain = false)
{
    /// <summary>Of a value that nothing names.</summary>
    public static SecretTarget None { get; } = new("");
}

/// <summary>Knows where a value ends up, and which places hold secrets though their own names do not say so.</summary>
internal static class SecretTargets
{
    /// <summary>How many operations are passed by at most.</summary>
    public const int MaxDepth = 12;

    private const string SigningKey = "SigningKey";
    private const string EncryptionKey = "EncryptionKey";
    private const string CertificatePassword = "CertificatePassword";
    private const string DerivationPassword = "EncryptionPassword";
    private const string ClientSecret = "ClientSecret";

    /// <summary>The key of a keyed hash, which short labels are used for too.</summary>
    public const string HmacKey = "HmacKey";

    private static readonly string[] Verbs = ["Set", "With"];

    /// <summary>Finds the name of what an expression is assigned to, passed to, compared with or returned as.</summary>
    /// <param name="value">The expression.</param>
    public static SecretTarget Of(IOperation value) => Climb(value) is (var given, { } holder) ? NameIn(given, holder) : SecretTarget.None;

    /// <summary>The kinds of operations of which <see cref="Of"/> takes a name, beside calls, creations and simple assignments (<see cref="Taken.Secret"/>): it finds none for what is given to any other.</summary>
    public static OperationKind[] Holders { get; } =
    [
        OperationKind.CompoundAssignment,
        OperationKind.CoalesceAssignment,
        OperationKind.VariableInitializer,
        OperationKind.FieldInitializer,
        OperationKind.PropertyInitializer,
        OperationKind.ParameterInitializer,
        OperationKind.Binary,
        OperationKind.IsPattern,
        OperationKind.SwitchExpressionArm,
        OperationKind.Tuple,
        OperationKind.Coalesce,
        OperationKind.Return,
        OperationKind.YieldReturn,
    ];

    private static (IOperation Given, IOperation? Holder) Climb(IOperation value)
    {
        var child = value;
        for (var depth = 0; depth < MaxDepth && child.Parent is { } parent; depth++, child = parent)
        {
            if (!IsPassedBy(child, parent))
            {
                return (child, parent);
            }
        }

        return (child, null);
    }

    /// <summary>Whether an operation changes no more than the form of what is given to it, or chooses it among others, so that the name is further out.</summary>
    /// <param name="child">What is given to it, as its own child.</param>
    /// <param name="parent">The operation.</param>
    public static bool IsPassedBy(IOperation child, IOperation parent)
    {
        // By kind, because nearly all are none of these, and to ask for each interface in turn takes longer.
        switch (parent.Kind)
        {
            case OperationKind.Argument:
                var argument = (IArgumentOperation)parent;
                return argument.Parent switch
                {
                    IInvocationOperation { TargetMethod: var method } => !IsComparison(method)
                        && (IsTransparent(method.Name) && argument.Parameter?.Name != "key" || IsFormat(method, argument)),
                    IObjectCreationOperation { Type: var type } => IsView(type),
                    _ => false,
                };
            case OperationKind.Invocation:
                return IsTransparent(((IInvocationOperation)parent).TargetMethod.Name);
            case OperationKind.ObjectCreation:
                return IsView(parent.Type);
            case OperationKind.Conditional:
                return child != ((IConditionalOperation)parent).Condition;
            case OperationKind.Coalesce:
                var coalesce = (ICoalesceOperation)parent;
                return child == coalesce.WhenNull && KeyReadBy(coalesce.Value) is null;
            case OperationKind.SwitchExpressionArm:
                // What it compares with, not what it yields.
                return child != ((ISwitchExpressionArmOperation)parent).Pattern;
            case OperationKind.Conversion
            or OperationKind.Parenthesized
            or OperationKind.ArrayInitializer
            or OperationKind.ArrayCreation
            or OperationKind.CollectionExpression
            or OperationKind.SwitchExpression
            or OperationKind.ConstantPattern
            or OperationKind.NegatedPattern
            or OperationKind.BinaryPattern:
                return true;
            default:
                return false;
        }
    }

    private static SecretTarget NameIn(IOperation given, IOperation holder)
    {
        switch (holder)
        {
            case IArgumentOperation { Parent: IInvocationOperation comparison } compared when IsComparison(comparison.TargetMethod):
                return ComparedWith(comparison, compared) is { } other ? OfReference(other) : SecretTarget.None;
            case IArgumentOperation argument:
                return OfArgument(argument);
            case ISwitchExpressionArmOperation { Parent: ISwitchExpressionOperation choice }:
                return OfReference(choice.Value);
            case ICoalesceOperation coalesce when given == coalesce.WhenNull && KeyReadBy(coalesce.Value) is { } key:
                return new SecretTarget(key, null, IsKey: true, Of(coalesce).IsCertain);
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return new SecretTarget(declarator.Symbol.Name);
            case IFieldInitializerOperation { InitializedFields: [var field, ..] }:
                return new SecretTarget(field.Name, field.ContainingType);
            case IPropertyInitializerOperation { InitializedProperties: [var property, ..] }:
                return new SecretTarget(property.Name, property.ContainingType);
            case IParameterInitializerOperation initializer:
                return new SecretTarget(initializer.Parameter.Name);
            case IAssignmentOperation assignment when given == assignment.Value:
                return OfReference(assignment.Target);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison:
                return OfReference(given == comparison.LeftOperand ? comparison.RightOperand : comparison.LeftOperand);
            case IIsPatternOperation match when given == match.Pattern:
                return OfReference(match.Value);
            case IInvocationOperation { Arguments: [var right, ..] } comparison
                when given == comparison.Instance && IsComparison(comparison.TargetMethod):
                return OfReference(right.Value);
            case ITupleOperation tuple:
                return OfTuple(tuple, tuple.Elements.IndexOf(given));
            case IReturnOperation:
                return OfReturn(holder);
            default:
                return SecretTarget.None;
        }
    }

    /// <summary>Whether an argument of a method or constructor may be a secret by the name that <see cref="Of"/> gives it, or a text that goes further; a no is certain but for names that a project adds.</summary>
    /// <param name="method">As it is declared.</param>
    public static bool MayTake(IMethodSymbol method) =>
        IsTransparent(method.Name)
        || IsComparison(method)
        || method is { Name: "Format", ContainingType.SpecialType: SpecialType.System_String }
        || method.MethodKind == MethodKind.Constructor && IsView(method.ContainingType)
        // The configuration's key names a default.
        || method.Name == "GetValue"
        || MayBeSecret(WithoutSetter(method.Name) ?? "")
        || method.Parameters.Any(parameter =>
            IsPaired(parameter) && method.Parameters.Any(IsPairedKey)
            || MayBeSecret(parameter.Name)
            || MeantBy(method.ContainingType?.Name ?? "", parameter.Name) is not null
        );

    /// <summary>The same for what is assigned to a field or property.</summary>
    /// <param name="member">As it is declared.</param>
    public static bool MayTake(ISymbol member) =>
        MayBeSecret(member.Name) || member is IPropertySymbol && MeantBy(member.ContainingType.Name, member.Name) is not null;

    /// <summary>The same for what is assigned to an indexer.</summary>
    public static bool MayTakeAt(IOperation key) => key.ConstantValue is { HasValue: true, Value: string name } && MayBeSecret(name);

    private static bool MayBeSecret(string name) =>
        SecretDetector.IsSecretName(name.AsSpan()) || SecretDetector.IsAuthorizationName(name.AsSpan());

    /// <summary>The name of a parameter as its caller means it: <c>key</c> of a signing key is a signing key.</summary>
    public static SecretTarget OfArgument(IArgumentOperation argument)
    {
        if (argument.Parameter is not { } parameter)
        {
            return SecretTarget.None;
        }

        switch (argument.Parent)
        {
            case IObjectCreationOperation { Type: { } type } creation:
                return MeantBy(type.Name, parameter.Name) is { } meant ? new SecretTarget(meant, type, IsCertain: IsCertain(meant, type))
                    : PairedKey(creation.Arguments, argument) is { } pair ? new SecretTarget(pair)
                    : new SecretTarget(parameter.Name, type);
            case IInvocationOperation call:
                if (ConfigurationReads.DefaultOf(call) == argument.Value && ConfigurationReads.TryRecognise(call) is { } read)
                {
                    return new SecretTarget(read.Key, null, IsKey: true);
                }

                return PairedKey(call.Arguments, argument) is { } key ? new SecretTarget(key, null, IsKey: key.IndexOf(':') > 0)
                    : MeantBy(call.TargetMethod.ContainingType.Name, parameter.Name) is { } use
                        ? new SecretTarget(
                            use,
                            call.TargetMethod.ContainingType,
                            IsCertain: IsCertain(use, call.TargetMethod.ContainingType)
                        )
                    : new SecretTarget(NameOf(call.TargetMethod, parameter), call.TargetMethod.ContainingType);
            default:
                return SecretTarget.None;
        }
    }

    // WithPassword(string value): the method names what its only text is.
    private static string NameOf(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (
            parameter.Type.SpecialType == SpecialType.System_String
            && (method.Parameters.Length == 1 || method is { IsExtensionMethod: true, Parameters.Length: 2 })
        )
        {
            return WithoutSetter(method.Name) ?? parameter.Name;
        }

        return parameter.Name;
    }

    private static string? WithoutSetter(string method)
    {
        foreach (var verb in Verbs)
        {
            if (method.Length > verb.Length && method.StartsWith(verb, StringComparison.Ordinal))
            {
                return method.Substring(verb.Length);
            }
        }

        return null;
    }

    // key.Equals("…"), string.Equals(key, "…"), FixedTimeEquals(GetBytes(key), GetBytes("…")).
    private static bool IsComparison(IMethodSymbol method) =>
        method.Name == "Equals" && method.ContainingType.SpecialType == SpecialType.System_String
        || method.Name == "FixedTimeEquals" && method.ContainingType.Is("System.Security.Cryptography", "CryptographicOperations");

    private static IOperation? ComparedWith(IInvocationOperation comparison, IArgumentOperation compared)
    {
        if (comparison.Instance is { } instance)
        {
            return instance;
        }

        foreach (var argument in comparison.Arguments)
        {
            if (argument != compared && argument.Parameter?.Ordinal < 2)
            {
                return argument.Value;
            }
        }

        return null;
    }

    private static SecretTarget OfReference(IOperation target)
    {
        switch (target.Unwrap())
        {
            // Bytes become a span by an operator.
            case IConversionOperation conversion:
                return OfReference(conversion.Operand);
            case IInvocationOperation { TargetMethod.Name: "GetBytes", Arguments: [.., var text] }:
                return OfReference(text.Value);
            case ILocalReferenceOperation local:
                return new SecretTarget(local.Local.Name);
            case IParameterReferenceOperation parameter:
                return new SecretTarget(parameter.Parameter.Name);
            case IFieldReferenceOperation field:
                return new SecretTarget(field.Field.Name, field.Field.ContainingType);
            case IPropertyReferenceOperation { Property.IsIndexer: true } indexer:
                return indexer.Arguments is [var index] && index.Value.ConstantValue is { HasValue: true, Value: string key }
                    ? new SecretTarget(key, null, ConfigurationReads.IsConfiguration(indexer.Instance?.Type) || key.IndexOf(':') > 0)
                    : SecretTarget.None;
            case IPropertyReferenceOperation property:
                var owner = property.Instance?.Type ?? property.Property.ContainingType;
                return MeantBy(property.Property.ContainingType.Name, property.Property.Name) is { } meant
                    ? new SecretTarget(meant, owner, IsCertain: IsCertain(meant, property.Property.ContainingType))
                    : new SecretTarget(property.Property.Name, owner);
            default:
                return SecretTarget.None;
        }
    }

    // (Password: "…") by its element's name, ("Jwt:Key", "…") by the text before it.
    private static SecretTarget OfTuple(ITupleOperation tuple, int index)
    {
        var type = tuple.Parent is IConversionOperation conversion ? conversion.Type : tuple.Type;
        if (
            type is INamedTypeSymbol { TupleElements: { IsDefault: false } elements }
            && index >= 0
            && index < elements.Length
            && elements[index].IsExplicitlyNamedTupleElement
        )
        {
            return new SecretTarget(elements[index].Name);
        }

        return index > 0 && tuple.Elements[0].ConstantValue is { HasValue: true, Value: string key }
            ? new SecretTarget(key, null, IsKey: key.IndexOf(':') > 0)
            : SecretTarget.None;
    }

    // What a method or property hands out; a lambda is no member and has no name.
    private static SecretTarget OfReturn(IOperation operation)
    {
        for (var parent = operation; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation:
                    return SecretTarget.None;
                case ILocalFunctionOperation function:
                    return new SecretTarget(WithoutVerb(function.Symbol.Name));
            }
        }

        return operation.Member() switch
        {
            IMethodSymbol { AssociatedSymbol: IPropertySymbol property } => new SecretTarget(property.Name, property.ContainingType),
            IMethodSymbol { MethodKind: MethodKind.Ordinary } method => new SecretTarget(WithoutVerb(method.Name), method.ContainingType),
            _ => SecretTarget.None,
        };
    }

    private static string WithoutVerb(string name) => name.StartsWith("Get", StringComparison.Ordinal) ? name.Substring(3) : name;

    /// <summary>Places whose names say less than they mean; by simple name, so that every version and look-alike of a package counts.</summary>
    private static string? MeantBy(string type, string member) =>
        (type, member) switch
        {
            ("SymmetricSecurityKey", "key") => SigningKey,
            ("Secret", "value")
            or ("OpenIddictApplicationDescriptor" or "OpenIdConnectOptions" or "OAuthOptions" or "ProtocolRequest", "ClientSecret") =>
                ClientSecret,
            ("AzureKeyCredential" or "ApiKeyCredential" or "AzureNamedKeyCredential", "key") => "ApiKey",
            ("AzureSasCredential", "signature") => "SasToken",
            ("NetworkCredential", "password") => "Password",
            ("TokenCredential" or "AccessToken", "accessToken" or "token") => "AccessToken",
            (_, "rgbKey") => EncryptionKey,
            (
                "Aes"
                    or "AesGcm"
                    or "AesCcm"
                    or "ChaCha20Poly1305"
                    or "AesManaged"
                    or "SymmetricAlgorithm"
                    or "TripleDES"
                    or "DES"
                    or "RC2"
                    or "Rijndael"
                    or "RijndaelManaged"
                    or "AesCryptoServiceProvider",
                "Key"
                    or "key"
            ) => EncryptionKey,
            (
                ['H', 'M', 'A', 'C', ..]
                    or ['K', 'm', 'a', 'c', ..]
                    or "KeyedHashAlgorithm"
                    or "IncrementalHash"
                    or "MACTripleDES",
                "key"
                    or "Key"
            ) => HmacKey,
            ("HKDF", "ikm" or "prk") or ("KeyParameter", "key") => EncryptionKey,
            ("X509Certificate2" or "X509Certificate" or "X509CertificateLoader", "password") => CertificatePassword,
            ("PasswordDeriveBytes" or "Rfc2898DeriveBytes", "password" or "strPassword") => DerivationPassword,
            ("AuthenticationHeaderValue", "parameter") => "AccessToken",
            _ => null,
        };

    // A literal signs, encrypts and opens as well as any secret does, and a token server lets in who knows the client's. An HMAC is also taken as a mere hash, with a fixed label as its key.
    private static bool IsCertain(string meant, ITypeSymbol type) =>
        meant is SigningKey or EncryptionKey or CertificatePassword or DerivationPassword
        || meant == ClientSecret
            && (
                type.IsInNamespace("IdentityServer4")
                || type.IsInNamespace("Duende")
                || type.IsInNamespace("OpenIddict")
                || type.IsInNamespace("IdentityModel")
                || type.IsInNamespace("Microsoft.AspNetCore.Authentication")
            );

    /// <summary>The constant name that stands before a value: a header, a dictionary's or configuration's key, a variable.</summary>
    private static string? PairedKey(System.Collections.Immutable.ImmutableArray<IArgumentOperation> arguments, IArgumentOperation value)
    {
        if (value.Parameter is not { } parameter || !IsPaired(parameter))
        {
            return null;
        }

        foreach (var argument in arguments)
        {
            if (
                argument != value
                && argument.Parameter is { Type.SpecialType: SpecialType.System_String or SpecialType.System_Object } key
                && IsPairedKey(key)
                && argument.Value.Unwrap().ConstantValue is { HasValue: true, Value: string name }
            )
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsPaired(IParameterSymbol value) =>
        value.Name is "value" or "values" or "headerValue" or "val" or "element" or "item2" or "secret" or "parameterValue";

    private static bool IsPairedKey(IParameterSymbol key) =>
        key.Name is "key" or "name" or "header" or "headerName" or "variable" or "settingKey" or "item1" or "parameterName";

    // What only changes the form of a value.
    private static bool IsTransparent(string method) =>
        method
            is "GetBytes"
                or "FromBase64String"
                or "FromHexString"
                or "ToCharArray"
                or "Trim"
                or "ToString"
                or "AsSpan"
                or "AsMemory"
                or "ToArray"
                or "Sha256"
                or "Sha512"
                or "ComputeHash"
                or "HashData"
                or "Concat";

    // new ReadOnlySpan<byte>(bytes)
    private static bool IsView(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "Memory", Arity: 1 }
        && type.IsInNamespace("System");

    private static bool IsFormat(IMethodSymbol method, IArgumentOperation argument) =>
        method is { Name: "Format", ContainingType.SpecialType: SpecialType.System_String } && argument.Parameter is { Name: "format" };

    private static string? KeyReadBy(IOperation operation) => ConfigurationReads.TryRecognise(operation.Unwrap())?.Key;
}
