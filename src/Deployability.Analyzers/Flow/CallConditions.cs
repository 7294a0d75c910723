using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Flow;

/// <summary>Says what a call tells that is asked as a condition: <c>env.IsDevelopment()</c>, a comparison of texts, a question to configuration.</summary>
/// <param name="project">Of the compilation.</param>
/// <param name="conditions">That say what the arguments tell.</param>
/// <param name="symbols">That say what a method of the project answers.</param>
internal sealed class CallConditions(ProjectContext project, Conditions conditions, SymbolConditions symbols)
{
    /// <summary>What the answer of a call tells.</summary>
    public Implied Of(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        switch (method.Name)
        {
            case "IsDevelopment" or "IsStaging" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return new(Guard.Development, Guard.None);
            case "IsProduction" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return new(Guard.None, Guard.Development);
            case "IsEnvironment" when EnvironmentNames.IsEnvironmentType(call.Receiver()?.Type):
                return EnvironmentNames.NameOf(call.Argument("environmentName")) is { } name ? EnvironmentNames.ForName(name) : default;
            // flag.GetValueOrDefault() is flag ?? false
            case "GetValueOrDefault" when call.Instance is { } nullable && SymbolConditions.IsNullable(method.ContainingType):
                return Conditions.OfDefault(
                    conditions.Of(nullable, depth - 1),
                    call.Arguments is [{ Value: var otherwise }] ? otherwise : null
                );
            case "IsEnabledAsync" or "IsEnabled" when method.IsInNamespace("Microsoft.FeatureManagement"):
                return new(Guard.Configuration, Guard.Configuration);
            case "Contains" or "Equals" when call.Arguments.Any(static argument => SettingValues.IsStar(argument.Value)):
                return new(Guard.Configuration, Guard.None);
            case "Equals" when call.Arguments.Length > 0:
                var operands = call.Arguments.Select(static argument => argument.Value).ToList();
                if (call.Instance is not null)
                {
                    operands.Insert(0, call.Instance);
                }

                var named = operands.Count > 1 ? EnvironmentNames.ForNames(operands[0], operands[1]) : default;
                return named == default && operands.Exists(static operand => ConfigurationReads.TryRecognise(operand.Unwrap()) is not null)
                    ? new(
                        operands.Find(static operand => operand.Unwrap().ConstantValue.HasValue) is { } asked
                            ? SettingValues.AskedBy(asked)
                            : Guard.Configuration,
                        Guard.None
                    )
                    : named;
            // env.EnvironmentName.StartsWith("Dev")
            case "StartsWith"
            or "EndsWith"
            or "Contains" when call.Instance is { } text && EnvironmentNames.IsEnvironmentName(text) && call.Arguments.Length > 0:
                return EnvironmentNames.NameOf(call.Arguments[0].Value) is { } part ? EnvironmentNames.ForName(part) : default;
            case "Contains"
                when call.Receiver() is { } names && call.Arguments.Any(argument => EnvironmentNames.IsEnvironmentName(argument.Value)):
                var all = project.Values.TraceElements(names);
                return all.Length > 0 && all.All(static item => !EnvironmentNames.IsDeployed(item.Text))
                        ? new(Guard.Development, Guard.None)
                    : all.Any(static item => EnvironmentNames.IsProduction(item.Text)) ? new(Guard.None, Guard.Development)
                    : default;
        }

        if (EnvironmentNames.SaysContainer(method.Name))
        {
            return EnvironmentNames.SaidBy(method, method.ReturnType);
        }

        if (EnvironmentNames.IsContainerVariable(call))
        {
            return EnvironmentNames.InContainer;
        }

        if (ConfigurationReads.TryRecognise(call) is not null)
        {
            return new(Guard.Configuration, Guard.Configuration);
        }

        if (call.Arguments.Length > 0 && EnvironmentNames.IsContainerVariable(call.Arguments[0].Value))
        {
            return method.Name switch
            {
                "Parse" or "TryParse" or "ToBoolean" => EnvironmentNames.InContainer,
                "IsNullOrEmpty" or "IsNullOrWhiteSpace" => EnvironmentNames.InContainer.Reversed(),
                _ => default,
            };
        }

        if (call.Arguments.Length > 0 && conditions.IsSwitch(call.Arguments[0].Value))
        {
            switch (method.Name)
            {
                // A text that is no truth value is as good as none.
                case "TryParse" when method.ContainingType.SpecialType == SpecialType.System_Boolean:
                    return new(Guard.Configuration, Guard.None);
                case "Parse" or "TryParse" or "ToBoolean":
                    return new(Guard.Configuration, Guard.Configuration);
                // A value that is missing is nobody's decision; one that is there is.
                case "IsNullOrEmpty" or "IsNullOrWhiteSpace":
                    return new(Guard.None, Guard.Configuration);
                case "Exists":
                    return new(Guard.Configuration, Guard.None);
            }
        }

        return symbols.OfMember(method, depth) is var body && body != default ? body
            : EnvironmentNames.SaidBy(method, method.ReturnType) is var byName && byName != default ? byName
            // configuration.GetOrDefault<bool>("verbose"): whatever a library makes of it, an operator said it.
            : method.ReturnType.SpecialType == SpecialType.System_Boolean && ConfigurationReads.IsConfiguration(call.Receiver()?.Type)
                ? new(Guard.Configuration, Guard.Configuration)
            : default;
    }
}
