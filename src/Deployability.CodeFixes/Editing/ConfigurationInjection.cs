using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Deployability.CodeFixes.Editing;

/// <summary>How a class gets at the configuration, and what must change in it for that.</summary>
/// <param name="Name">The parameter of the primary constructor, or of the only one.</param>
/// <param name="Constructor">The only constructor; null when there is none, or the primary one provides it.</param>
/// <param name="AddsParameter">Whether the parameter is to be added.</param>
/// <param name="Field">The field to add that keeps the parameter for the members; null where the parameter is in scope.</param>
internal sealed record ConfigurationInjection(
    string Name,
    ConstructorDeclarationSyntax? Constructor,
    bool AddsParameter,
    string? Field = null
)
{
    private const string Parameter = "configuration";

    /// <summary>What the code calls the configuration.</summary>
    public string Expression => Field ?? Name;

    /// <summary>The way for code at a place in the class.</summary>
    /// <returns>The way, or null when the class cannot be given the configuration without breaking somebody.</returns>
    public static ConfigurationInjection? For(
        SemanticModel model,
        TypeDeclarationSyntax type,
        SyntaxNode node,
        CancellationToken cancellation
    )
    {
        var isInitializer =
            node.Ancestors().TakeWhile(ancestor => ancestor != type).LastOrDefault()
            is FieldDeclarationSyntax
                or PropertyDeclarationSyntax { Initializer: not null };
        if (Find(model, type, cancellation) is { } injection)
        {
            // A parameter of an ordinary constructor is in scope in that constructor only.
            return injection.Constructor is not { } constructor || node.Ancestors().Contains(constructor) ? injection
                : isInitializer || FieldName(type) is not { } kept ? null
                : injection with { Field = kept };
        }

        return
            !isInitializer
            && type.ParameterList is null
            && !type.Members.OfType<ConstructorDeclarationSyntax>().Any()
            && FieldName(type) is { } field
            && CanBeGiven(model, type, cancellation)
            ? new ConfigurationInjection(Parameter, null, true, field)
            : null;
    }

    /// <summary>The way by a parameter alone, for code in an initialiser or in the only constructor.</summary>
    /// <returns>The way, or null when the class cannot be given the configuration without breaking somebody.</returns>
    public static ConfigurationInjection? Find(SemanticModel model, TypeDeclarationSyntax type, CancellationToken cancellation)
    {
        if (!IsOneClass(type) || model.GetDeclaredSymbol(type, cancellation) is not { } symbol)
        {
            return null;
        }

        var constructors = type
            .Members.OfType<ConstructorDeclarationSyntax>()
            .Where(static constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword))
            .ToList();
        if (type.ParameterList is { } primary)
        {
            return constructors.Count == 0 ? Of(primary, null, model, type, symbol, cancellation) : null;
        }

        return constructors switch
        {
            [{ Body: not null, Initializer: null } only] => Of(only.ParameterList, only, model, type, symbol, cancellation),
            // Before primary constructors an initialiser has no way to the container.
            [] => type.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 }
            && IsCreatedByContainer(model, type, symbol, cancellation)
                ? new ConfigurationInjection(Parameter, null, true)
                : null,
            _ => null,
        };
    }

    /// <summary>The class with the parameter, the constructor and the field that are missing.</summary>
    /// <param name="type">The class, in its tree.</param>
    public TypeDeclarationSyntax Apply(TypeDeclarationSyntax type)
    {
        if (Field is not null)
        {
            return WithField(type, Field);
        }

        return AddsParameter ? WithParameter(type) : type;
    }

    private TypeDeclarationSyntax WithParameter(TypeDeclarationSyntax type)
    {
        var parameter = SyntaxFactory
            .Parameter(SyntaxFactory.Identifier(Name))
            .WithType(SyntaxFactory.ParseTypeName("IConfiguration").WithTrailingTrivia(SyntaxFactory.Space));
        if (OnlyConstructor(type) is { } constructor)
        {
            return type.ReplaceNode(constructor.ParameterList, Append(constructor.ParameterList, parameter));
        }

        if (type.ParameterList is { } primary)
        {
            return type.WithParameterList(Append(primary, parameter));
        }

        var trailing = type.Identifier.TrailingTrivia;
        return type.WithIdentifier(type.Identifier.WithTrailingTrivia())
            .WithParameterList(SyntaxFactory.ParameterList(SyntaxFactory.SingletonSeparatedList(parameter)).WithTrailingTrivia(trailing));
    }

    // Fields stand first; the constructor follows them, or what is there follows it.
    private TypeDeclarationSyntax WithField(TypeDeclarationSyntax type, string field)
    {
        var lineEnd = Usings.LineEnd(type.SyntaxTree.GetRoot()).ToString();
        var unit = Statements.IndentationUnit(type.SyntaxTree);
        var indentation =
            type.Members.Count > 0
                ? Statements.IndentationOf(type.Members[0]).ToFullString()
                : Statements.IndentationOf(type).ToFullString() + unit;
        var assignment = $"{(field == Name ? "this." : "")}{field} = {Name};";
        var declaration = Member($"{indentation}private readonly IConfiguration {field};{lineEnd}");
        var changed = type;
        if (Constructor is null)
        {
            var constructor = Member(
                $"{lineEnd}{indentation}public {type.Identifier.ValueText}(IConfiguration {Name}){lineEnd}{indentation}{{{lineEnd}{indentation}{unit}{assignment}{lineEnd}{indentation}}}{lineEnd}"
            );
            var index = FieldCount(type);
            changed = BeginParagraph(changed, index, lineEnd);
            changed = changed.WithMembers(changed.Members.Insert(index, constructor));
        }
        else
        {
            var body = OnlyConstructor(type)!.Body!;
            changed = changed.ReplaceNode(body, Statements.Append(body, type.SyntaxTree.GetRoot(), assignment));
            changed = AddsParameter ? WithParameter(changed) : changed;
        }

        var count = FieldCount(type);
        changed = count == 0 ? BeginParagraph(changed, 0, lineEnd) : changed;
        return changed.WithMembers(changed.Members.Insert(count, declaration));
    }

    private static TypeDeclarationSyntax BeginParagraph(TypeDeclarationSyntax type, int index, string lineEnd) =>
        index < type.Members.Count && type.Members[index] is var member && !member.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia)
            ? type.ReplaceNode(member, member.WithLeadingTrivia(member.GetLeadingTrivia().Insert(0, SyntaxFactory.EndOfLine(lineEnd))))
            : type;

    /// <summary>The constructor of instances, of which there is one at most where a way was found.</summary>
    internal static ConstructorDeclarationSyntax? OnlyConstructor(TypeDeclarationSyntax type) =>
        type
            .Members.OfType<ConstructorDeclarationSyntax>()
            .FirstOrDefault(static constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword));

    private static MemberDeclarationSyntax Member(string text) => SyntaxFactory.ParseMemberDeclaration(text)!;

    private static int FieldCount(TypeDeclarationSyntax type) =>
        type.Members.TakeWhile(static member => member is FieldDeclarationSyntax).Count();

    // As the fields that are there: with an underscore, unless they have none.
    private static string? FieldName(TypeDeclarationSyntax type)
    {
        var fields = type
            .Members.OfType<FieldDeclarationSyntax>()
            .Where(static field => !field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(static field => field.Declaration.Variables)
            .ToList();
        var name =
            fields.Count == 0 || fields.Any(static field => field.Identifier.ValueText.StartsWith("_", StringComparison.Ordinal))
                ? "_" + Parameter
                : Parameter;
        return type.DescendantTokens()
            .Any(token =>
                token.IsKind(SyntaxKind.IdentifierToken)
                && token.ValueText == name
                && token.Parent is VariableDeclaratorSyntax or PropertyDeclarationSyntax or MethodDeclarationSyntax
            )
            ? null
            : name;
    }

    private static bool IsOneClass(TypeDeclarationSyntax type) =>
        type is ClassDeclarationSyntax && !type.Modifiers.Any(SyntaxKind.StaticKeyword) && !type.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool CanBeGiven(SemanticModel model, TypeDeclarationSyntax type, CancellationToken cancellation) =>
        IsOneClass(type)
        && model.GetDeclaredSymbol(type, cancellation) is { } symbol
        && IsCreatedByContainer(model, type, symbol, cancellation);

    private static ConfigurationInjection? Of(
        ParameterListSyntax parameters,
        ConstructorDeclarationSyntax? constructor,
        SemanticModel model,
        TypeDeclarationSyntax type,
        INamedTypeSymbol symbol,
        CancellationToken cancellation
    )
    {
        foreach (var parameter in parameters.Parameters)
        {
            if (
                parameter.Type is { } parameterType
                && model.GetTypeInfo(parameterType, cancellation).Type is { } found
                && ConfigurationReads.IsConfiguration(found)
                && found.Name != "IConfigurationSection"
            )
            {
                return new ConfigurationInjection(parameter.Identifier.ValueText, constructor, false);
            }
        }

        var isFree = parameters.Parameters.All(static parameter =>
            parameter.Identifier.ValueText != Parameter && parameter.Default is null && !parameter.Modifiers.Any(SyntaxKind.ParamsKeyword)
        );
        return isFree && IsCreatedByContainer(model, type, symbol, cancellation)
            ? new ConfigurationInjection(Parameter, constructor, true)
            : null;
    }

    private static ParameterListSyntax Append(ParameterListSyntax list, ParameterSyntax parameter) =>
        list.Parameters.Count == 0
            ? list.AddParameters(parameter)
            : list.WithParameters(list.Parameters.Add(parameter.WithLeadingTrivia(SyntaxFactory.Space)));

    // A new parameter is right where the container fills it in, and wrong where anybody calls the constructor or derives.
    private static bool IsCreatedByContainer(
        SemanticModel model,
        TypeDeclarationSyntax type,
        INamedTypeSymbol symbol,
        CancellationToken cancellation
    )
    {
        if (type.TypeParameterList is not null || symbol.IsAbstract)
        {
            return false;
        }

        var isRegistered = IsActivated(symbol);
        foreach (var tree in model.Compilation.SyntaxTrees)
        {
            cancellation.ThrowIfCancellationRequested();
            var text = tree.GetText(cancellation).ToString();
            var mentions = text.Contains(symbol.Name);

            // new(…) names no type; only a file that writes one is bound for it.
            if (!mentions && !text.Contains("new(") && !text.Contains("new ("))
            {
                continue;
            }

            SemanticModel? bound = null;
            foreach (var node in tree.GetRoot(cancellation).DescendantNodes())
            {
                switch (node)
                {
                    case ImplicitObjectCreationExpressionSyntax creation:
                        bound ??= tree == model.SyntaxTree ? model : model.Compilation.GetSemanticModel(tree);
                        if (SymbolEqualityComparer.Default.Equals(bound.GetTypeInfo(creation, cancellation).Type, symbol))
                        {
                            return false;
                        }

                        break;
                    case not null when !mentions:
                        break;
                    case ObjectCreationExpressionSyntax creation when NameOf(creation.Type) == symbol.Name:
                    case SimpleBaseTypeSyntax derived when NameOf(derived.Type) == symbol.Name:
                    case PrimaryConstructorBaseTypeSyntax primary when NameOf(primary.Type) == symbol.Name:
                        return false;
                    case GenericNameSyntax generic
                        when IsRegistration(generic.Identifier.ValueText)
                            && generic.TypeArgumentList.Arguments.Any(argument => NameOf(argument) == symbol.Name):
                        isRegistered = true;
                        break;
                }
            }
        }

        return isRegistered;
    }

    private static bool IsRegistration(string name) =>
        name.StartsWith("Add", StringComparison.Ordinal) || name is "UseStartup" or "UseMiddleware";

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

    private static string NameOf(TypeSyntax type) =>
        type switch
        {
            SimpleNameSyntax simple => simple.Identifier.ValueText,
            QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
            _ => "",
        };
}
