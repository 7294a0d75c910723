using Deployability.Analyzers.Recognisers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Infrastructure;

/// <summary>How a class gets at the configuration, and what must change in it for that.</summary>
/// <param name="Name">What the code calls the configuration: a parameter of the primary constructor, or of the only one.</param>
/// <param name="Constructor">The only constructor; null when the primary one provides it.</param>
/// <param name="AddsParameter">Whether the parameter is to be added.</param>
internal sealed record ConfigurationInjection(string Name, ConstructorDeclarationSyntax? Constructor, bool AddsParameter)
{
    private const string Parameter = "configuration";

    /// <returns>The way, or null when the class cannot be given the configuration without breaking somebody.</returns>
    public static ConfigurationInjection? Find(SemanticModel model, TypeDeclarationSyntax type)
    {
        if (type is not ClassDeclarationSyntax || type.Modifiers.Any(SyntaxKind.StaticKeyword) || type.Modifiers.Any(SyntaxKind.PartialKeyword) || model.GetDeclaredSymbol(type) is not { } symbol)
        {
            return null;
        }

        var constructors = type.Members.OfType<ConstructorDeclarationSyntax>().Where(static constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword)).ToList();
        if (type.ParameterList is { } primary)
        {
            return constructors.Count == 0 ? Of(primary, null, model, type, symbol) : null;
        }

        return constructors switch
        {
            [{ Body: not null, Initializer: null } only] => Of(only.ParameterList, only, model, type, symbol),
            // Without a constructor only a primary one is short enough to write.
            [] => type.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 } && IsCreatedByContainer(model, type, symbol) ? new ConfigurationInjection(Parameter, null, true) : null,
            _ => null,
        };
    }

    /// <summary>The class with the parameter, where one is missing.</summary>
    public TypeDeclarationSyntax Apply(TypeDeclarationSyntax type)
    {
        if (!AddsParameter)
        {
            return type;
        }

        var parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Name)).WithType(SyntaxFactory.ParseTypeName("IConfiguration").WithTrailingTrivia(SyntaxFactory.Space));
        var constructor = type.Members.OfType<ConstructorDeclarationSyntax>().FirstOrDefault(static constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword));
        if (constructor is not null)
        {
            return type.ReplaceNode(constructor.ParameterList, Append(constructor.ParameterList, parameter));
        }

        if (type.ParameterList is { } primary)
        {
            return type.WithParameterList(Append(primary, parameter));
        }

        var trailing = type.Identifier.TrailingTrivia;
        return type.WithIdentifier(type.Identifier.WithTrailingTrivia()).WithParameterList(SyntaxFactory.ParameterList(SyntaxFactory.SingletonSeparatedList(parameter)).WithTrailingTrivia(trailing));
    }

    private static ConfigurationInjection? Of(ParameterListSyntax parameters, ConstructorDeclarationSyntax? constructor, SemanticModel model, TypeDeclarationSyntax type, INamedTypeSymbol symbol)
    {
        foreach (var parameter in parameters.Parameters)
        {
            if (parameter.Type is { } parameterType && model.GetTypeInfo(parameterType).Type is { } found && ConfigurationReads.IsConfiguration(found) && found.Name != "IConfigurationSection")
            {
                return new ConfigurationInjection(parameter.Identifier.ValueText, constructor, false);
            }
        }

        var isFree = parameters.Parameters.All(static parameter => parameter.Identifier.ValueText != Parameter && parameter.Default is null && !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword));
        return isFree && IsCreatedByContainer(model, type, symbol) ? new ConfigurationInjection(Parameter, constructor, true) : null;
    }

    private static ParameterListSyntax Append(ParameterListSyntax list, ParameterSyntax parameter) => list.Parameters.Count == 0
        ? list.AddParameters(parameter)
        : list.WithParameters(list.Parameters.Add(parameter.WithLeadingTrivia(SyntaxFactory.Space)));

    // A new parameter is right where the container fills it in, and wrong where anybody calls the constructor or derives.
    private static bool IsCreatedByContainer(SemanticModel model, TypeDeclarationSyntax type, INamedTypeSymbol symbol)
    {
        if (type.TypeParameterList is not null || symbol.IsAbstract)
        {
            return false;
        }

        var isRegistered = IsActivated(symbol);
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                switch (node)
                {
                    case ObjectCreationExpressionSyntax creation when NameOf(creation.Type) == symbol.Name:
                    case SimpleBaseTypeSyntax derived when NameOf(derived.Type) == symbol.Name:
                    case PrimaryConstructorBaseTypeSyntax primary when NameOf(primary.Type) == symbol.Name:
                        return false;
                    case GenericNameSyntax generic when IsRegistration(generic.Identifier.ValueText) && generic.TypeArgumentList.Arguments.Any(argument => NameOf(argument) == symbol.Name):
                        isRegistered = true;
                        break;
                }
            }
        }

        return isRegistered;
    }

    private static bool IsRegistration(string name) => name.StartsWith("Add", StringComparison.Ordinal) || name is "UseStartup" or "UseMiddleware";

    private static bool IsActivated(INamedTypeSymbol symbol)
    {
        for (var current = symbol.BaseType; current is not null; current = current.BaseType)
        {
            if (current.Name is "ControllerBase" or "PageModel" or "BackgroundService" or "Hub" or "ViewComponent")
            {
                return true;
            }
        }

        return false;
    }

    private static string NameOf(TypeSyntax type) => type switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        _ => "",
    };
}
