using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Deployability.Analyzers.Code;

/// <summary>How a word has to stand in a file to be looked at.</summary>
[Flags]
internal enum WordForm
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Anywhere outside comments.</summary>
    Anywhere = 1,

    /// <summary>Before an argument list: <c>Add(…)</c>, <c>Add&lt;T&gt;(…)</c>.</summary>
    Call = 2,

    /// <summary>As a part of a path: <c>/health</c>, <c>"health"</c>, <c>health-live</c>.</summary>
    PathPart = 4,
}

/// <summary>Declares the words by which a kind of thing is found in code, how a token leads to its node, and what the node means.</summary>
/// <typeparam name="T">What is found.</typeparam>
/// <remarks>It becomes something to ask for (<see cref="Find{T}"/>) by standing in the one table of recognisers, and in no other way.</remarks>
internal abstract class Recogniser<T>
    where T : class
{
    /// <summary>Words that are known one by one.</summary>
    public virtual IEnumerable<string> Words => [];

    /// <summary>How one of <see cref="Words"/> has to stand.</summary>
    public virtual WordForm Form => WordForm.Anywhere;

    /// <summary>How a word that is not one of <see cref="Words"/> has to stand to lead to something; asked once a word, whatever file it stands in.</summary>
    public virtual WordForm FormOf(string word) => WordForm.None;

    /// <summary>How one of <see cref="Words"/> has to stand that stands in another way than the others.</summary>
    public virtual WordForm FormOfKnown(string word) => Form;

    /// <summary>Whether a word is so frequent that it leads to something only in a file that has a word of <see cref="Tells"/> too.</summary>
    public virtual bool IsVague(string word) => false;

    /// <summary>Whether a word, wherever it stands in a file, makes the vague ones worth looking at there: nearly every file is told by that without binding anything.</summary>
    public virtual bool Tells(string word) => false;

    /// <summary>The nodes that an identifier, a string literal or a bracket with such a word leads to, decided by syntax alone; a call unless said otherwise.</summary>
    public virtual IEnumerable<SyntaxNode> NodesOf(SyntaxToken token) => token.CallOf() is { } call ? [call] : [];

    /// <summary>Whether what a node means may be a fact, decided by syntax alone; asked by the generator, for which every body is work of its own.</summary>
    public virtual bool MayTellFact(SyntaxNode node) => true;

    /// <summary>Whether <see cref="MayMean"/> tells anything.</summary>
    public virtual bool TellsBySymbol => false;

    /// <summary>Whether a node can mean something by what it calls, creates, assigns or indexes. An operation takes binding the whole body, this one statement.</summary>
    public virtual bool MayMean(ISymbol named) => true;

    /// <returns>What the node means, or null when it is a namesake.</returns>
    public abstract T? Recognise(Candidate candidate);
}

/// <summary>A node that a word led to; it is bound when somebody asks for its operation.</summary>
/// <param name="node">Of one of the project's files.</param>
/// <param name="project">Of the compilation.</param>
internal class Candidate(SyntaxNode node, ProjectContext project)
{
    private IOperation? operation;
    private bool isBound;

    public SyntaxNode Node => node;

    public ProjectContext Project => project;

    /// <summary>Null where nothing runs at the node: a declaration, or a call that does not bind at all.</summary>
    public IOperation? Operation
    {
        get
        {
            if (!isBound)
            {
                operation = project.OperationOf(node);
                isBound = true;
            }

            return operation;
        }
    }

    /// <summary>The method that the node calls, when it is a call that binds; extension methods as they are declared. The generator binds the statement for it, and for <see cref="Operation"/> the body.</summary>
    public IMethodSymbol? Method => project.IsForGenerator && !isBound ? project.MethodOf(node) : Call?.TargetMethod;

    /// <summary>What the node calls, when it is a call that binds.</summary>
    public IInvocationOperation? Call => Operation as IInvocationOperation;

    /// <summary>The last name of what is called.</summary>
    public string CalledName => (node as InvocationExpressionSyntax)?.Expression.NameOfMember() ?? "";
}

/// <summary>What a recogniser found, and where.</summary>
/// <param name="candidate">The node.</param>
/// <param name="value">What it means.</param>
internal sealed class Found<T>(Candidate candidate, T value)
{
    public T Value => value;

    public SyntaxNode Node => candidate.Node;

    public IOperation? Operation => candidate.Operation;

    /// <inheritdoc cref="Candidate.Method"/>
    public IMethodSymbol? Method => candidate.Method;

    public ProjectContext Project => candidate.Project;
}

/// <summary>Something to ask a project for: <c>project.All(Find.HealthEndpoints, cancellation)</c>. Only a vocabulary makes one, so nobody can ask for words that the files are not searched for.</summary>
internal sealed class Find<T>
    where T : class
{
    private Find(Recogniser<T> recogniser, int bit)
    {
        Recogniser = recogniser;
        Bit = bit;
    }

    internal Recogniser<T> Recogniser { get; }

    internal int Bit { get; }

    /// <summary>For <see cref="Vocabulary.Builder"/> alone.</summary>
    internal static Find<T> Declare(Vocabulary.Builder builder, Recogniser<T> recogniser) => new(recogniser, builder.Reserve(recogniser));
}
