using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows code that is about one document which tools of other sites read, and about no call of the API: <c>swagger.json</c>, <c>/.well-known/openid-configuration</c>.</summary>
internal static class PublicDocuments
{
    private static readonly string[] Folders = ["swagger", "openapi", ".well-known"];

    /// <summary>
    /// Whether the operation runs or counts for such a path only: <c>if (context.Request.Path.StartsWithSegments("/swagger"))</c>, <c>UseWhen</c> and <c>MapWhen</c> that ask for one,
    /// <c>Map("/swagger", …)</c>, <c>MapGet("/openapi.json", …).RequireCors(…)</c>.
    /// </summary>
    public static bool Hold(IOperation operation)
    {
        var child = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            if (
                parent switch
                {
                    IConditionalOperation conditional => child == conditional.WhenTrue && AskFor(conditional.Condition),
                    IInvocationOperation { TargetMethod.Name: "UseWhen" or "MapWhen" } branch => IsChosen(branch),
                    IInvocationOperation { TargetMethod.Name: "Map" } branch => IsMapped(branch),
                    IInvocationOperation { TargetMethod.Name: "RequireCors" } use => use.Receiver()
                        ?.DescendantsAndSelf()
                        .Any(static mapping => mapping is IInvocationOperation call && IsMapped(call)) == true,
                    _ => false,
                }
            )
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsMapped(IInvocationOperation mapping) =>
        mapping.TargetMethod.Name.StartsWith("Map", StringComparison.Ordinal)
        && mapping.Arguments.Any(static argument => Names(argument.Value));

    private static bool IsChosen(IInvocationOperation branch) =>
        branch
            .Argument("predicate")
            ?.DescendantsAndSelf()
            .Any(static step => step is IReturnOperation { ReturnedValue: { } condition } && AskFor(condition)) == true;

    private static bool AskFor(IOperation condition) =>
        condition.Unwrap() is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }
        && condition.DescendantsAndSelf().Any(static part => part is IPropertyReferenceOperation { Property.Name: "Path" })
        && condition.DescendantsAndSelf().Any(Names);

    // As it is, or as the PathString that is made of it.
    private static bool Names(IOperation value)
    {
        while (value is IConversionOperation { Operand: var operand })
        {
            value = operand;
        }

        return value is { ConstantValue: { HasValue: true, Value: string path } } && IsDocument(path);
    }

    private static bool IsDocument(string path) =>
        path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
        || path.Split('/').Any(static part => Array.Exists(Folders, folder => part.Equals(folder, StringComparison.OrdinalIgnoreCase)));
}
