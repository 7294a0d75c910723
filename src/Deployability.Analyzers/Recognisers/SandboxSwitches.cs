using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Recognisers;

/// <summary>Knows switches between a vendor's sandbox and its real API, which an operator sets.</summary>
internal static class SandboxSwitches
{
    private static readonly string[] TrialSwitches = ["Sandbox", "TestMode", "LiveMode", "UseTest", "IsTest", "IsLive", "UseLive", "Demo"];

    /// <summary>Whether a switch for trying things out chooses the address: <c>IsSandbox ? "https://sandbox.vendor.com" : "https://vendor.com"</c>.</summary>
    /// <param name="address">What the client is given.</param>
    /// <param name="origin">Where the literal enters the code that leads there; null when that is not known.</param>
    public static bool Choose(IOperation address, IOperation? origin)
    {
        for (var current = origin; current is not null and not IBlockOperation; current = current.Parent)
        {
            if (current is IConditionalOperation choice && IsTrialSwitch(choice.Condition))
            {
                return true;
            }
        }

        for (var depth = 0; depth < 4; depth++)
        {
            address = (address.FirstPart() ?? address).Unwrap();
            switch (address)
            {
                case IObjectCreationOperation creation when creation.Type.Is("System", "Uri") && creation.Argument(0) is { } text:
                    address = text.Unwrap();
                    break;
                case ILocalReferenceOperation local when LocalValues.SingleValue(local.Local, local) is { } value:
                    address = value.Unwrap();
                    break;
                case IConditionalOperation { Condition: var condition }:
                    return IsTrialSwitch(condition);
            }
        }

        return false;
    }

    // settings.IsSandbox, settings.PayPal.Production; environment.IsProduction() is none, as it bakes the environments into the code.
    private static bool IsTrialSwitch(IOperation condition)
    {
        condition = condition.Unwrap();
        if (condition is IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand })
        {
            condition = operand.Unwrap();
        }

        return condition
                is IPropertyReferenceOperation { Property: { Name: "Production" or "IsProduction" or "UseProduction" or "Live" } property }
                && !property.IsInNamespace("Microsoft")
            || condition
                .Syntax.DescendantNodesAndSelf()
                .OfType<SimpleNameSyntax>()
                .Any(static name =>
                    Array.Exists(TrialSwitches, word => name.Identifier.ValueText.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)
                );
    }
}
