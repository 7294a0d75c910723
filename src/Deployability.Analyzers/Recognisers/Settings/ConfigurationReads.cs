using System.Globalization;
using Deployability.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers.Settings;

/// <summary>A read of one configuration value or section.</summary>
/// <param name="Key">With <c>:</c> between sections; an environment variable as written.</param>
/// <param name="Type">What the code makes of it.</param>
/// <param name="IsConnectionString">Whether it is read as a connection string.</param>
/// <param name="Required">Whether the code fails when it is missing.</param>
/// <param name="Origin">Configuration or environment variable.</param>
/// <param name="Default">The value used when it is missing, unevaluated; null when there is none.</param>
/// <param name="BoundType">The class that a section is bound to; null for single values.</param>
internal sealed record ConfigurationRead(
    string Key,
    ConfigurationValueType Type,
    bool IsConnectionString,
    bool Required,
    ConfigurationOrigin Origin,
    IOperation? Default,
    ITypeSymbol? BoundType
);

/// <summary>Knows the ways in which .NET code reads configuration and environment variables.</summary>
internal static class ConfigurationReads
{
    private const string ConfigurationNamespace = "Microsoft.Extensions.Configuration";

    /// <summary>Names of methods that may be reads; a cheap filter on syntax before anything is bound.</summary>
    public static HashSet<string> Calls { get; } =
        new(StringComparer.Ordinal)
        {
            "GetValue",
            "GetSection",
            "GetRequiredSection",
            "GetConnectionString",
            "Get",
            "Bind",
            "Configure",
            "BindConfiguration",
            "GetEnvironmentVariable",
            "ConfigureOptions",
        };

    /// <summary>Whether a method reads configuration, whatever it is given.</summary>
    public static bool MayRead(IMethodSymbol method) =>
        method.Name switch
        {
            "GetEnvironmentVariable" => method.ContainingType.Is("System", "Environment"),
            "GetValue" or "Get" => IsBinder(method),
            "GetConnectionString" => method.IsInNamespace(ConfigurationNamespace),
            "Bind" => IsBinder(method) || IsOfOptions(method),
            "BindConfiguration" or "Configure" => IsOfOptions(method),
            _ => false,
        };

    /// <returns>The read, or null when the operation is none or its key is not constant.</returns>
    public static ConfigurationRead? TryRecognise(IOperation operation) =>
        operation switch
        {
            IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } instance, Arguments: [var index] } indexer
                when IsConfiguration(instance.Type) && Constant(index.Value) is { } name && Combine(SectionOf(instance), name) is { } key =>
                Value(indexer, key, null, ConfigurationOrigin.Configuration),
            IInvocationOperation invocation => Recognise(invocation),
            _ => null,
        };

    /// <summary>The default argument of a read (<c>GetValue("Key", "default")</c>), or null.</summary>
    public static IOperation? DefaultOf(IInvocationOperation invocation) =>
        invocation.TargetMethod.Name == "GetValue" && IsBinder(invocation.TargetMethod) ? invocation.Argument("defaultValue") : null;

    /// <summary>Whether the type is <c>IConfiguration</c> or one of its kinds.</summary>
    public static bool IsConfiguration(ITypeSymbol? type)
    {
        if (type is null)
        {
            return false;
        }

        if (IsConfigurationInterface(type))
        {
            return true;
        }

        foreach (var implemented in type.AllInterfaces)
        {
            if (IsConfigurationInterface(implemented))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The path of the section that a configuration expression stands for: empty for the root, null when unknown.</summary>
    public static string? SectionOf(IOperation? configuration, int depth = 6)
    {
        switch (depth == 0 ? null : configuration?.Unwrap())
        {
            case IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" } call when call.Receiver() is { } receiver:
                var name = Constant(LastArgument(call));
                return name is null ? null : Combine(SectionOf(receiver, depth - 1), name);
            case ILocalReferenceOperation local when IsSection(local.Type):
                return LocalValues.SingleValue(local.Local, local) is { } value ? SectionOf(value, depth - 1) : null;
            case { } other when IsSection(other.Type):
                return null;
            case { } other when IsConfiguration(other.Type):
                return "";
            default:
                return null;
        }
    }

    /// <summary>The configuration key that holds the address (or replaces its default); empty when it is fixed in code.</summary>
    public static string KeyOfAddress(IOperation address, int depth = 6)
    {
        address = address.Unwrap();
        if (depth == 0)
        {
            return "";
        }

        if (TryRecognise(address) is { } read)
        {
            return read.Key;
        }

        return address switch
        {
            ICoalesceOperation coalesce => KeyOfAddress(coalesce.Value, depth - 1),
            IObjectCreationOperation creation when creation.Type.Is("System", "Uri") && creation.Argument(0) is { } text => KeyOfAddress(
                text,
                depth - 1
            ),
            ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value => KeyOfAddress(value, depth - 1),
            _ => address.FirstPart() is { } head ? KeyOfAddress(head, depth - 1) : "",
        };
    }

    private static ConfigurationRead? Recognise(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "GetEnvironmentVariable" when method.ContainingType.Is("System", "Environment"):
                return Constant(call.Argument(0)) is { } variable
                    ? Value(call, variable, null, ConfigurationOrigin.EnvironmentVariable)
                    : null;
            case "GetValue" when IsBinder(method):
                return Constant(call.Argument("key")) is { } name && Combine(SectionOf(call.Receiver()), name) is { } key
                    ? Value(
                        call,
                        key,
                        method.TypeArguments.Length == 1 ? method.TypeArguments[0] : null,
                        ConfigurationOrigin.Configuration
                    ) with
                    {
                        Default = DefaultOf(call) ?? CoalescedDefault(call),
                    }
                    : null;
            case "GetConnectionString" when method.IsInNamespace(ConfigurationNamespace):
                return Constant(call.Argument("name")) is { } connection
                    ? Value(call, "ConnectionStrings:" + connection, null, ConfigurationOrigin.Configuration) with
                    {
                        IsConnectionString = true,
                    }
                    : null;
            case "Get" or "Bind" when IsBinder(method):
                var instance = call.Argument("instance");
                var keyArgument = call.Argument("key");
                var section = SectionOf(call.Receiver());
                section =
                    keyArgument is null ? section
                    : Constant(keyArgument) is { } sub ? Combine(section, sub)
                    : null;
                var bound = instance?.Unwrap().Type ?? (method.TypeArguments.Length == 1 ? method.TypeArguments[0] : null);
                return section is { Length: > 0 } && bound is not null ? Bound(call, section, bound) : null;
            case "Bind" or "BindConfiguration" or "Configure" when IsOfOptions(method):
                return RecogniseOptions(call, method);
            default:
                return null;
        }
    }

    private static ConfigurationRead? RecogniseOptions(IInvocationOperation call, IMethodSymbol method)
    {
        var options = method.TypeArguments.Length == 1 ? method.TypeArguments[0] : null;
        var section =
            method.Name == "BindConfiguration"
                ? Constant(call.Argument("configSectionPath"))
                : call
                    .Arguments.Select(static argument => argument.Value.Unwrap())
                    .Where(static value => IsConfiguration(value.Type))
                    .Select(static value => SectionOf(value))
                    .FirstOrDefault();
        return options is not null && section is { Length: > 0 } ? Bound(call, section, options) : null;
    }

    private static ConfigurationRead Bound(IInvocationOperation call, string section, ITypeSymbol type)
    {
        var required = call.Receiver() is IInvocationOperation { TargetMethod.Name: "GetRequiredSection" } || CoalescesToThrow(call);
        var valueType = TypeOf(type);
        return new ConfigurationRead(
            section,
            valueType,
            false,
            required,
            ConfigurationOrigin.Configuration,
            CoalescedDefault(call),
            valueType == ConfigurationValueType.Section ? type : null
        );
    }

    private static ConfigurationRead Value(IOperation read, string key, ITypeSymbol? type, ConfigurationOrigin origin) =>
        new(
            key,
            type is null ? TypeFromUse(read) : TypeOf(type),
            false,
            CoalescesToThrow(read) || FailsOnNull(read),
            origin,
            CoalescedDefault(read),
            null
        );

    private static ConfigurationValueType TypeFromUse(IOperation read)
    {
        var parent = read.User();
        return parent switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } type } } when type.Is("System", "Uri") =>
                ConfigurationValueType.Uri,
            IArgumentOperation
            {
                Parent: IInvocationOperation { TargetMethod: { Name: "Parse" or "TryParse", ContainingType: { } type } }
            } => TypeOf(type),
            _ => ConfigurationValueType.String,
        };
    }

    // int.Parse(null), new Uri(null) throw: such a value must be there.
    private static bool FailsOnNull(IOperation read) =>
        read.User() switch
        {
            IArgumentOperation { Parent: IObjectCreationOperation { Type: { } type } } => type.Is("System", "Uri"),
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "Parse", ContainingType: { } type } } } => TypeOf(
                type
            ) != ConfigurationValueType.Section,
            IArgumentOperation
            {
                Parent: IInvocationOperation { TargetMethod.Name: "ThrowIfNull" or "ThrowIfNullOrEmpty" or "ThrowIfNullOrWhiteSpace" }
            } => true,
            _ => false,
        };

    private static bool CoalescesToThrow(IOperation read) =>
        read.User() is ICoalesceOperation coalesce && coalesce.Value.Unwrap() == read && coalesce.WhenNull.Unwrap() is IThrowOperation;

    private static IOperation? CoalescedDefault(IOperation read) =>
        read.User() switch
        {
            ICoalesceOperation coalesce when coalesce.Value.Unwrap() == read && coalesce.WhenNull.Unwrap() is not IThrowOperation =>
                coalesce.WhenNull,

            // int.TryParse(read, out var limit) ? limit : 5
            IArgumentOperation
            {
                Parent: IInvocationOperation { TargetMethod.Name: "TryParse", Parent: IConditionalOperation { WhenFalse: { } whenFalse } }
            } when whenFalse.Unwrap() is not IThrowOperation => whenFalse,
            _ => null,
        };

    /// <summary>A constant as configuration would write it: numbers and truth values too, a span of time, the name of an enum's member.</summary>
    /// <returns>Null when the value is no constant.</returns>
    public static string? TextOf(IOperation? value)
    {
        value = value?.Unwrap();
        switch (value)
        {
            case null:
                return null;
            case IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum, Name: var member } }:
                return member;
            case { ConstantValue: { HasValue: true, Value: var constant } }:
                return constant switch
                {
                    string text => text,
                    bool flag => flag ? "true" : "false",
                    IConvertible number => number.ToString(CultureInfo.InvariantCulture),
                    _ => null,
                };
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus, Operand: var operand } when TextOf(operand) is { } positive:
                return "-" + positive;
            case IInvocationOperation { TargetMethod.Name: not "FromMilliseconds", Arguments: [{ Value: var amount }, ..] } call
                when IsWhole(amount.Unwrap()):
                return call.Seconds() is { } seconds ? TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture) : null;
            case IFieldReferenceOperation { Field: { Name: "Zero", ContainingType: { } type } } when type.Is("System", "TimeSpan"):
                return "00:00:00";
            default:
                return null;
        }
    }

    private static bool IsWhole(IOperation amount) =>
        amount.ConstantValue is { HasValue: true, Value: IConvertible number and not string }
        && number.ToDouble(CultureInfo.InvariantCulture) % 1 == 0;

    /// <summary>What kind of value a .NET type is to configuration.</summary>
    internal static ConfigurationValueType TypeOf(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] })
        {
            type = inner;
        }

        switch (type.SpecialType)
        {
            case SpecialType.System_String or SpecialType.System_Object or SpecialType.System_Char or SpecialType.System_DateTime:
                return ConfigurationValueType.String;
            case SpecialType.System_Boolean:
                return ConfigurationValueType.Boolean;
            case SpecialType.System_SByte
            or SpecialType.System_Byte
            or SpecialType.System_Int16
            or SpecialType.System_UInt16
            or SpecialType.System_Int32
            or SpecialType.System_UInt32
            or SpecialType.System_Int64
            or SpecialType.System_UInt64:
                return ConfigurationValueType.Integer;
            case SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Decimal:
                return ConfigurationValueType.Number;
        }

        if (
            type.TypeKind == TypeKind.Enum
            || type.Is("System", "Guid")
            || type.Is("System", "DateTimeOffset")
            || type.Is("System", "DateOnly")
            || type.Is("System", "TimeOnly")
        )
        {
            return ConfigurationValueType.String;
        }

        if (type.Is("System", "TimeSpan"))
        {
            return ConfigurationValueType.TimeSpan;
        }

        if (type.Is("System", "Uri"))
        {
            return ConfigurationValueType.Uri;
        }

        if (type.TypeKind == TypeKind.Array || (type.IsInNamespace("System.Collections") && !type.Name.Contains("Dictionary")))
        {
            return ConfigurationValueType.Array;
        }

        return ConfigurationValueType.Section;
    }

    private static bool IsBinder(IMethodSymbol method) => method.ContainingType.Is(ConfigurationNamespace, "ConfigurationBinder");

    private static bool IsOfOptions(IMethodSymbol method) => method.IsInNamespace("Microsoft.Extensions.DependencyInjection");

    private static bool IsConfigurationInterface(ITypeSymbol type) =>
        type.TypeKind == TypeKind.Interface && type.Is(ConfigurationNamespace, "IConfiguration");

    private static bool IsSection(ITypeSymbol? type) => type.Is(ConfigurationNamespace, "IConfigurationSection");

    private static IOperation? LastArgument(IInvocationOperation call) => call.Argument("key");

    private static string? Constant(IOperation? operation) =>
        operation?.ConstantValue is { HasValue: true, Value: string { Length: > 0 } text } ? text : null;

    private static string? Combine(string? section, string name) =>
        section switch
        {
            null => null,
            "" => name,
            _ => section + ":" + name,
        };
}

internal sealed class FoundReads : Recogniser<ConfigurationRead>
{
    public override IEnumerable<string> Words => ConfigurationReads.Calls.Append("[");

    // Dictionaries have indexers too, and much is got; what a configuration is called, or its type or section, stands in the file.
    public override bool IsVague(string word) => word is "[" or "Get" or "Bind";

    public override bool Tells(string word) =>
        word.IndexOf("onfig", StringComparison.Ordinal) >= 0
        || word.IndexOf("etting", StringComparison.Ordinal) >= 0
        || word.IndexOf("Section", StringComparison.Ordinal) >= 0
        || word.IndexOf("section", StringComparison.Ordinal) >= 0;

    public override IEnumerable<SyntaxNode> NodesOf(SyntaxToken token)
    {
        if (token.IsKind(SyntaxKind.OpenBracketToken))
        {
            return
                token.Parent?.Parent is ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: var key }] } access
                && MayBeKey(key)
                && !IsPartOfARequest(access.Expression)
                ? [access]
                : [];
        }

        // section.Get<Options>(); without a type argument or typeof it reads no configuration.
        return
            token.CallOf() is { } call
            && (
                token.ValueText != "Get"
                || token.Parent is GenericNameSyntax
                || call.ArgumentList.Arguments is [{ Expression: TypeOfExpressionSyntax }, ..]
            )
            ? [call]
            : [];
    }

    public override bool TellsBySymbol => true;

    public override bool MayMean(ISymbol named) =>
        named switch
        {
            IPropertySymbol indexer => ConfigurationReads.IsConfiguration(indexer.ContainingType),
            IMethodSymbol method => ConfigurationReads.MayRead(method),
            _ => true,
        };

    // config.GetSection("A")["B"] is one read, not two: the section inside it says nothing of its own.
    public override ConfigurationRead? Recognise(Candidate candidate) =>
        candidate.Operation is { Parent: not IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" } } operation
            ? ConfigurationReads.TryRecognise(operation)
            : null;

    private static bool IsPartOfARequest(ExpressionSyntax indexed) =>
        indexed.NameOfMember()
            is "Headers"
                or "Query"
                or "Form"
                or "Cookies"
                or "RouteValues"
                or "Items"
                or "Session"
                or "ViewData"
                or "TempData"
                or "ViewBag"
                or "Claims"
                or "Properties"
                or "Metadata";

    // A string or a constant; items[i] and the like are indexes.
    private static bool MayBeKey(ExpressionSyntax key) =>
        key switch
        {
            LiteralExpressionSyntax literal => literal.IsKind(SyntaxKind.StringLiteralExpression),
            IdentifierNameSyntax name => char.IsUpper(name.Identifier.ValueText, 0),
            MemberAccessExpressionSyntax or BinaryExpressionSyntax or InvocationExpressionSyntax => true,
            _ => false,
        };
}
