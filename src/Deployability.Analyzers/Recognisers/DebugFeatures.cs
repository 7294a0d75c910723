using Deployability.Formats.ConnectionStrings;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>A switch that gives internals away when it is on.</summary>
/// <param name="Display">How a message calls it: <c>EnableSensitiveDataLogging()</c>.</param>
/// <param name="Value">The Boolean that turns it on; null when the call alone does.</param>
internal sealed record DetailSwitch(string Display, IOperation? Value);

/// <summary>Knows the features of ASP.NET Core and its companions that are meant for a developer's machine.</summary>
internal static class DebugFeatures
{
    /// <summary>Names of what turns details on, one of which stands in the code of each switch.</summary>
    public static string[] DetailNames { get; } =
    [
        "EnableSensitiveDataLogging",
        "EnableDetailedErrors",
        "UseSetting",
        "ShowPII",
        "LogCompleteSecurityArtifact",
        "DetailedErrors",
        "IncludeErrorDetails",
        "IncludeExceptionDetails",
    ];

    /// <returns>The developer's error page that the call adds to the pipeline, as a message calls it, or null.</returns>
    public static string? ErrorPageOf(IInvocationOperation call) =>
        call.TargetMethod.Name is "UseDeveloperExceptionPage" or "UseDatabaseErrorPage" or "UseMigrationsEndPoint"
        && call.TargetMethod.IsInNamespace("Microsoft")
            ? call.TargetMethod.Name + "()"
            : null;

    // What people call the setting with which an operator asks for it.
    private static readonly string[] Asking = ["debug", "sensitive", "detailed", "verbose"];

    /// <summary>Whether somebody asks for it at run time by a switch of that name: <c>if (options.Debug)</c>.</summary>
    public static bool IsAskedFor(IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent is IConditionalOperation { Condition: var condition, WhenTrue: var branch }
                && branch == child
                && condition.Unwrap() is { ConstantValue.HasValue: false } asked
                && asked switch
                {
                    IParameterReferenceOperation parameter => parameter.Parameter.Name,
                    IFieldReferenceOperation { Field.IsConst: false } field => field.Field.Name,
                    IPropertyReferenceOperation property => property.Property.Name,
                    _ => "",
                }
                    is var name
                && Array.Exists(Asking, word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
            )
            {
                return true;
            }
        }

        return false;
    }

    /// <returns>The switch for detailed errors or sensitive logging that the operation sets, or null.</returns>
    public static DetailSwitch? DetailSwitchOf(IOperation operation) =>
        operation switch
        {
            IInvocationOperation call => OfCall(call),
            ISimpleAssignmentOperation { Target: IPropertyReferenceOperation property } assignment => OfProperty(
                property.Property,
                assignment.Value
            ),
            // Of a package that is not restored: these names are used for nothing else.
            ISimpleAssignmentOperation { Target: IInvalidOperation target } assignment
                when target.Syntax.NameOfMember()
                    is "ShowPII"
                        or "EnableDetailedErrors"
                        or "IncludeErrorDetails"
                        or "IncludeExceptionDetails" => new DetailSwitch(target.Syntax.NameOfMember()!, assignment.Value),
            _ => null,
        };

    /// <returns>What a message about a connection string adds when the string asks for values of rows in errors; else nothing.</returns>
    public static string ErrorDetailIn(string text)
    {
        foreach (var pair in new ConnectionStringReader(text.AsSpan()))
        {
            var key = text.AsSpan(pair.Key.Start, pair.Key.Length);
            if (
                (ConnectionStringReader.IsKey(key, "includeerrordetail") || ConnectionStringReader.IsKey(key, "includeerrordetails"))
                && pair.Value.Of(text).Equals("true", StringComparison.OrdinalIgnoreCase)
            )
            {
                return " (with '" + pair.Range.Of(text) + "', which puts values of rows into errors and logs)";
            }
        }

        return "";
    }

    private static DetailSwitch? OfCall(IInvocationOperation call)
    {
        switch (call.TargetMethod.Name)
        {
            case "EnableSensitiveDataLogging"
            or "EnableDetailedErrors" when call.TargetMethod.IsInNamespace("Microsoft.EntityFrameworkCore"):
                return new DetailSwitch(
                    call.TargetMethod.Name + "()",
                    call.Arguments.FirstOrDefault(static argument =>
                        argument is { ArgumentKind: ArgumentKind.Explicit, Value.Type.SpecialType: SpecialType.System_Boolean }
                    )?.Value
                );
            case "UseSetting"
                when call.TargetMethod.IsInNamespace("Microsoft.AspNetCore")
                    && HostSettings.KeyOf(call.Argument("key")) is { } key
                    && key.Equals("detailedErrors", StringComparison.OrdinalIgnoreCase):
                return
                    call.Argument("value")?.ConstantValue.Value is string value
                    && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase))
                    ? new DetailSwitch("The host setting detailedErrors", null)
                    : null;
            default:
                return null;
        }
    }

    private static DetailSwitch? OfProperty(IPropertySymbol property, IOperation value)
    {
        var isSwitch = property.Name switch
        {
            "ShowPII" or "LogCompleteSecurityArtifact" => property.ContainingType.Name == "IdentityModelEventSource",
            "EnableDetailedErrors" => property.ContainingType.Name is "HubOptions" or "GrpcServiceOptions",
            "DetailedErrors" => property.ContainingType.Name is "CircuitOptions" or "RazorComponentsServiceOptions",
            "IncludeErrorDetails" => property.ContainingType.Name == "JwtBearerOptions",
            "IncludeExceptionDetails" => property.ContainingType.Name is "RequestExecutorOptions" or "ErrorInfoProviderOptions",
            _ => false,
        };
        return isSwitch ? new DetailSwitch(property.ContainingType.Name + "." + property.Name, value) : null;
    }
}
