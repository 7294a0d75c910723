using Deployability.Analyzers.Rules.State;
using Deployability.Model;
using Microsoft.CodeAnalysis.CSharp.Testing;

namespace Deployability.Analyzers.Tests.Rules.State;

public sealed class InMemoryDataStoreTests
{
    private const string Usings = """
        using System.Collections.Concurrent;
        using System.Collections.Immutable;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.AspNetCore.SignalR;


        """;

    private const string Todo = """

        public record Todo(int Id, string Title, bool Done = false);
        public class Note { public int Id { get; set; } public string? Text { get; set; } }
        """;

    private static Task VerifyAsync(string source) =>
        CSharpAnalyzerVerifier<InMemoryDataStoreAnalyzer>.VerifyAnalyzerAsync(Usings + source + Todo);

    [Fact]
    public Task CapturedLocalOfRouteLambdas_Triggers() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            var [|todos|] = new List<Todo>();
            app.MapGet("/todos", () => todos);
            app.MapPost("/todos", (Todo todo) => { todos.Add(todo); return Results.Created($"/todos/{todo.Id}", todo); });
            app.Run();
            """
        );

    [Fact]
    public Task StaticListOfAController_Triggers() =>
        VerifyAsync(
            """
            [ApiController]
            public class TodosController : ControllerBase
            {
                private static readonly List<Todo> [|_todos|] = new();

                [HttpGet] public IEnumerable<Todo> Get() => _todos;
                [HttpPost] public IActionResult Post(Todo todo) { _todos.Add(todo); return Ok(); }
            }
            """
        );

    [Fact]
    public Task StaticListThatIsAskedForNullFirst_Triggers() =>
        VerifyAsync(
            """
            [ApiController]
            public class TodosController : ControllerBase
            {
                private static List<Todo>? [|_todos|] = new();

                [HttpGet] public IEnumerable<Todo>? Get() => _todos?.ToList();
                [HttpPost] public IActionResult Post(Todo todo) { _todos?.Add(todo); return Ok(); }
            }
            """
        );

    [Fact]
    public Task StaticListThatIsOnlyClearedAndCounted_IsSilent() =>
        VerifyAsync(
            """
            [ApiController]
            public class TodosController : ControllerBase
            {
                private static List<Todo>? _todos = new();

                [HttpGet] public int? Get() => _todos?.Count;
                [HttpPost] public IActionResult Post() { _todos?.Clear(); return Ok(); }
            }
            """
        );

    [Fact]
    public Task SeededStaticListThatRequestsAddTo_Triggers() =>
        VerifyAsync(
            """
            public class NotesController : ControllerBase
            {
                static List<Note> [|notes|] = new List<Note> { new Note { Id = 1, Text = "first" } };
                static int next = 2;

                [HttpGet("{id}")]
                public ActionResult<Note> Get(int id)
                {
                    var note = notes.FirstOrDefault(n => n.Id == id);
                    return note is null ? NotFound() : note;
                }

                [HttpPost]
                public ActionResult<Note> Post(Note note)
                {
                    note.Id = next++;
                    notes.Add(note);
                    return note;
                }
            }
            """
        );

    [Fact]
    public Task SingletonBehindItsInterface_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<ITodoStore, InMemoryTodoStore>();
            var app = builder.Build();
            app.MapGet("/todos/{id}", (int id, ITodoStore store) => store.Find(id));
            app.MapPost("/todos", (Todo todo, ITodoStore store) => store.Add(todo));
            app.Run();

            public interface ITodoStore { Todo? Find(int id); bool Add(Todo todo); }

            public sealed class InMemoryTodoStore : ITodoStore
            {
                private readonly ConcurrentDictionary<int, Todo> [|_todos|] = new();
                public Todo? Find(int id) => _todos.GetValueOrDefault(id);
                public bool Add(Todo todo) => _todos.TryAdd(todo.Id, todo);
            }
            """
        );

    [Fact]
    public Task SingletonMadeByAFactoryAndUsedThroughAScopedService_Triggers() =>
        VerifyAsync(
            """
            public static class Setup
            {
                public static void Add(IServiceCollection services)
                {
                    services.AddSingleton<IRepository>(provider => new Repository());
                    services.AddScoped<TodoService>();
                }
            }

            public interface IRepository { IReadOnlyList<Todo> All { get; } void Save(Todo todo); }

            public class Repository : IRepository
            {
                private readonly Dictionary<int, Todo> [|items|] = new();
                public IReadOnlyList<Todo> All => items.Values.ToList();
                public void Save(Todo todo) { lock (items) items[todo.Id] = todo; }
            }

            public class TodoService(IRepository repository)
            {
                public IReadOnlyList<Todo> List() => repository.All;
                public void Create(string title) => repository.Save(new Todo(1, title));
            }

            public class TodosController(TodoService service) : ControllerBase
            {
                [HttpGet] public IEnumerable<Todo> Get() => service.List();
                [HttpPost] public void Post(string title) => service.Create(title);
            }
            """
        );

    [Fact]
    public Task StaticStoreClassWithMethodGroupHandlers_Triggers() =>
        VerifyAsync(
            """
            public static class TodoEndpoints
            {
                public static List<Todo> [|Todos|] { get; } = [];

                public static void MapTodos(this WebApplication app)
                {
                    app.MapGet("/todos", GetAll);
                    app.MapPost("/todos", Create);
                }

                private static IResult GetAll() => Results.Ok(Todos);

                private static IResult Create(Todo todo)
                {
                    Todos.Add(todo);
                    return Results.Ok();
                }
            }
            """
        );

    [Fact]
    public Task QueueThatIsOnlyRead_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Log>();
            var app = builder.Build();
            app.MapPost("/notes", (Note[] notes, Log log) => log.AddAsync(notes));
            app.MapGet("/notes", (Log log) => log.QueryAsync(10));
            app.Run();

            public sealed class Log
            {
                private static readonly ConcurrentQueue<Note> [|Recorded|] = new();
                public Task AddAsync(IReadOnlyList<Note> notes)
                {
                    foreach (var note in notes)
                        Recorded.Enqueue(note);
                    return Task.CompletedTask;
                }

                public Task<List<Note>> QueryAsync(int limit) => Task.FromResult(Recorded.TakeLast(limit).ToList());
            }
            """
        );

    [Fact]
    public Task ImmutableListThatIsReplaced_Triggers() =>
        VerifyAsync(
            """
            public class TodosController : ControllerBase
            {
                private static ImmutableList<Todo> [|_todos|] = ImmutableList<Todo>.Empty;
                [HttpGet] public IEnumerable<Todo> Get() => _todos;
                [HttpPost] public void Post(Todo todo) => _todos = _todos.Add(todo);
            }
            """
        );

    [Fact]
    public Task CollectionsInADictionary_Trigger() =>
        VerifyAsync(
            """
            public class BasketController : ControllerBase
            {
                private static readonly ConcurrentDictionary<string, List<Todo>> [|Baskets|] = new();
                [HttpGet] public List<Todo> Get(string user) => Baskets.TryGetValue(user, out var items) ? items : [];
                [HttpPost] public void Post(string user, Todo todo) => Baskets.GetOrAdd(user, _ => new List<Todo>()).Add(todo);
            }
            """
        );

    [Fact]
    public Task StringsThatRequestsStoreAndGetBack_Trigger() =>
        VerifyAsync(
            """
            [Route("api/values")]
            public class ValuesController : ControllerBase
            {
                static readonly Dictionary<int, string> [|values|] = new() { [1] = "one" };
                [HttpGet("{id}")] public string Get(int id) => values[id];
                [HttpPut("{id}")] public void Put(int id, [FromBody] string value) => values[id] = value;
            }
            """
        );

    [Fact]
    public Task MessagesOfAHub_Trigger() =>
        VerifyAsync(
            """
            public class ChatHub : Hub
            {
                private static readonly List<Note> [|History|] = new();
                public async Task Send(string text)
                {
                    var note = new Note { Text = text };
                    History.Add(note);
                    await Clients.All.SendAsync("message", note);
                }

                public Task<List<Note>> Load() => Task.FromResult(History);
            }
            """
        );

    [Fact]
    public Task StoreThatAControllerHoldsStatically_Triggers() =>
        VerifyAsync(
            """
            public class Repository
            {
                private readonly List<Todo> [|_items|] = new();
                public void Add(Todo todo) => _items.Add(todo);
                public IEnumerable<Todo> All() => _items;
            }

            public class TodosController : ControllerBase
            {
                private static readonly Repository repository = new();
                [HttpGet] public IEnumerable<Todo> Get() => repository.All();
                [HttpPost] public void Post(Todo todo) => repository.Add(todo);
            }
            """
        );

    [Fact]
    public Task MediatorHandlers_Trigger() =>
        VerifyAsync(
            """
            public interface IRequestHandler<TRequest, TResponse> { Task<TResponse> Handle(TRequest request, CancellationToken token); }
            public record Create(string Title);
            public record GetAll;
            public static class Db { public static readonly List<Todo> [|Todos|] = new(); }

            public class CreateHandler : IRequestHandler<Create, Todo>
            {
                public Task<Todo> Handle(Create request, CancellationToken token)
                {
                    var todo = new Todo(Db.Todos.Count + 1, request.Title);
                    Db.Todos.Add(todo);
                    return Task.FromResult(todo);
                }
            }

            public class GetAllHandler : IRequestHandler<GetAll, List<Todo>>
            {
                public Task<List<Todo>> Handle(GetAll request, CancellationToken token) => Task.FromResult(Db.Todos);
            }
            """
        );

    [Fact]
    public Task StoreObjectAroundRouteLambdas_Triggers() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            var repository = new Repository();
            var group = app.MapGroup("/todos");
            group.MapGet("/", () => repository.All());
            group.MapPost("/", async (HttpRequest request) =>
            {
                var todo = await request.ReadFromJsonAsync<Todo>();
                if (todo is null)
                    return Results.BadRequest();
                repository.Add(todo);
                return Results.Ok();
            });
            app.Run();

            public class Repository
            {
                private List<Todo> [|Items|] { get; } = [];
                public void Add(Todo todo) => Items.Add(todo with { Id = Items.Count });
                public IEnumerable<Todo> All() => Items.OrderBy(item => item.Id);
            }
            """
        );

    [Fact]
    public Task LocalFunctionsAsHandlersAndReplacedItems_Trigger() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            Dictionary<int, Todo> [|todos|] = new();
            app.MapGet("/{id}", Find);
            app.MapPut("/{id}", Replace);
            app.Run();

            IResult Find(int id) => todos.TryGetValue(id, out var todo) ? Results.Ok(todo) : Results.NotFound();

            IResult Replace(int id, Todo todo)
            {
                todos[id] = todo;
                return Results.NoContent();
            }
            """
        );

    [Fact]
    public Task RegisteredInstance_Triggers() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<IStore>(new Store());
            var app = builder.Build();
            app.MapGet("/", (IStore store) => store.All);
            app.MapPost("/", (Todo todo, IStore store) => store.Save(todo));
            app.Run();

            public interface IStore { IEnumerable<Todo> All { get; } void Save(Todo todo); }

            public class Store : IStore
            {
                private readonly SortedDictionary<int, Todo> [|_byId|] = new();
                public IEnumerable<Todo> All { get { lock (_byId) { return _byId.Values.ToArray(); } } }
                public void Save(Todo todo)
                {
                    lock (_byId)
                    {
                        _byId[todo.Id] = todo;
                    }
                }
            }
            """
        );

    [Fact]
    public Task LookupTableThatNobodyChanges_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class WeatherController : ControllerBase
            {
                private static readonly List<string> Summaries = ["Freezing", "Bracing"];
                private static readonly Dictionary<string, Todo> ByName = new() { ["a"] = new Todo(1, "a") };
                [HttpGet] public IEnumerable<string> Get() => Summaries;
                [HttpGet("{name}")] public Todo Get(string name) => ByName[name];
            }
            """
        );

    [Fact]
    public Task TableFilledInAStaticConstructor_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class CountriesController : ControllerBase
            {
                private static readonly Dictionary<string, Note> Countries = new();
                static CountriesController() { Countries.Add("de", new Note { Text = "Germany" }); }
                [HttpGet] public IEnumerable<Note> Get() => Countries.Values;
            }
            """
        );

    [Fact]
    public Task MemoOfAComputation_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class PricesController : ControllerBase
            {
                private static readonly Dictionary<int, Todo> Known = new();
                private static readonly ConcurrentDictionary<int, Todo> Others = new();

                [HttpGet]
                public Todo Get(int id)
                {
                    if (!Known.TryGetValue(id, out var found))
                    {
                        found = Compute(id);
                        Known[id] = found;
                    }

                    return found;
                }

                [HttpGet("other")]
                public Todo Other(int id) => Others.GetOrAdd(id, key => new Todo(key, ""));

                private Todo Compute(int id) => new Todo(id, "");
            }
            """
        );

    [Fact]
    public Task CopyOfAService_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Catalog>();
            var app = builder.Build();
            app.MapGet("/{id}", (int id, Catalog catalog) => catalog.GetAsync(id));
            app.MapPost("/", (Todo todo, Catalog catalog) => catalog.AddAsync(todo));
            app.Run();

            public class Catalog(HttpClient client)
            {
                private readonly ConcurrentDictionary<int, Todo> items = new();
                public async Task<Todo?> GetAsync(int id) => items.TryGetValue(id, out var item) ? item : items[id] = (await client.GetFromJsonAsync<Todo>($"/{id}"))!;
                public async Task AddAsync(Todo todo)
                {
                    await client.PostAsJsonAsync("/", todo);
                    items[todo.Id] = todo;
                }
            }
            """
        );

    [Fact]
    public Task StoreThatWritesThroughToAFile_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<FileStore>();
            var app = builder.Build();
            app.MapGet("/", (FileStore store) => store.All());
            app.MapPost("/", (Todo todo, FileStore store) => store.Add(todo));
            app.Run();

            public class FileStore
            {
                private List<Todo> items = new();
                public List<Todo> All() => items;
                public void Add(Todo todo) { items.Add(todo); Save(); }
                private void Save() => File.WriteAllText("/data/todos.json", System.Text.Json.JsonSerializer.Serialize(items));
            }
            """
        );

    [Fact]
    public Task CopyInFrontOfARepository_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Settings>();
            var app = builder.Build();
            app.MapGet("/{id}", (int id, Settings settings) => settings.Get(id));
            app.MapPost("/", (Todo todo, Settings settings) => settings.Put(todo));
            app.Run();

            public interface ITodoRepository { void Save(Todo todo); }

            public class Settings(ITodoRepository repository)
            {
                private readonly Dictionary<int, Todo> items = new();
                public Todo Get(int id) => items[id];
                public void Put(Todo todo) { repository.Save(todo); items[todo.Id] = todo; }
            }
            """
        );

    [Fact]
    public Task StoreThatCallsAPackageThatIsNotRestored_DoesNotTrigger()
    {
        var test = new CSharpAnalyzerTest<InMemoryDataStoreAnalyzer>
        {
            TestCode =
                Usings
                + """
                    public static class Store
                    {
                        private static readonly Dictionary<int, Todo> items = new();
                        public static Todo Get(int id) => items[id];
                        public static void Put(Todo todo) { Mongo.Save(todo); items[todo.Id] = todo; }
                    }

                    public class TodosController : ControllerBase
                    {
                        [HttpGet] public Todo Get(int id) => Store.Get(id);
                        [HttpPost] public void Post(Todo todo) => Store.Put(todo);
                    }
                    """
                + Todo,
            CompilerDiagnostics = Microsoft.CodeAnalysis.Testing.CompilerDiagnostics.None,
        };
        return test.RunAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public Task NamesOfCachesAndRegistries_DoNotTrigger() =>
        VerifyAsync(
            """
            public class TodosController : ControllerBase
            {
                private static readonly Dictionary<int, Todo> _todoCache = new();
                private static readonly Dictionary<int, Todo> lookupTable = new();
                [HttpGet] public IEnumerable<Todo> Get() => _todoCache.Values.Concat(lookupTable.Values);
                [HttpPost] public void Post(Todo todo) { _todoCache[todo.Id] = todo; lookupTable[todo.Id] = todo; }
            }

            public static class ConnectionRegistry
            {
                private static readonly Dictionary<string, Note> _map = new();
                public static void Add(string id, Note note) => _map[id] = note;
                public static Note Get(string id) => _map[id];
            }

            public class UseController : ControllerBase
            {
                [HttpPost] public void Post(string id, Note note) => ConnectionRegistry.Add(id, note);
                [HttpGet] public Note Get(string id) => ConnectionRegistry.Get(id);
            }
            """
        );

    [Fact]
    public Task UsersOfAHubByConnection_DoNotTrigger() =>
        VerifyAsync(
            """
            public class ChatHub : Hub
            {
                private static readonly ConcurrentDictionary<string, Note> Users = new();
                private static readonly Dictionary<string, string> Names = new();
                public override Task OnConnectedAsync() { Names.Add("x", Context.UserIdentifier!); return base.OnConnectedAsync(); }
                public void Join(string name) => Users[Context.ConnectionId] = new Note { Text = name };
                public void Rename(string id, string name) => Names[id] = name;
                public IEnumerable<Note> All() => Users.Values;
                public IEnumerable<string> AllNames() => Names.Values;
            }
            """
        );

    private const string Presence = """
        public class ChatHub : Hub
        {
            private static readonly ConcurrentDictionary<string, string> ONLINE = new();

            public override Task OnConnectedAsync()
            {
                ONLINE.TryAdd(Context.ConnectionId, Context.UserIdentifier!);
                return base.OnConnectedAsync();
            }

            READ
        }

        public static class Setup { public static void Add(IServiceCollection services) => services.AddSignalR()BACKPLANE; }

        public static class Redis { public static ISignalRServerBuilder AddStackExchangeRedis(this ISignalRServerBuilder builder, string host) => builder; }
        """;

    // A backplane says that there are several instances.
    [Theory]
    [InlineData("[|Online|]", "public IEnumerable<string> Who() => Online.Values;", ".AddStackExchangeRedis(\"cache\")")]
    [InlineData(
        "[|Online|]",
        "public bool Is(string user) { foreach (var other in Online) { if (other.Value == user) { return true; } } return false; }",
        ".AddStackExchangeRedis(\"cache\")"
    )]
    [InlineData("Online", "public IEnumerable<string> Who() => Online.Values;", "")]
    [InlineData("Online", "public string Me() => Online[Context.ConnectionId];", ".AddStackExchangeRedis(\"cache\")")]
    [InlineData("Online", "public int Count() => Online.Count;", ".AddStackExchangeRedis(\"cache\")")]
    public Task PresenceBehindABackplane_TriggersWhereOthersAreAskedFor(string member, string read, string backplane) =>
        VerifyAsync(
            Presence.Replace("> ONLINE", "> " + member).Replace("ONLINE", "Online").Replace("READ", read).Replace("BACKPLANE", backplane)
        );

    [Fact]
    public Task WorkQueue_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Inbox>();
            builder.Services.AddHostedService<Worker>();
            var app = builder.Build();
            app.MapPost("/", (Todo todo, Inbox inbox) => inbox.Put(todo));
            app.MapGet("/", (Inbox inbox) => inbox.Waiting());
            app.Run();

            public class Inbox
            {
                private readonly ConcurrentQueue<Todo> items = new();
                public void Put(Todo todo) => items.Enqueue(todo);
                public Todo[] Waiting() => items.ToArray();
                public bool TryTake(out Todo? todo) => items.TryDequeue(out todo);
            }

            public class Worker(Inbox inbox) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) { inbox.TryTake(out _); return Task.CompletedTask; }
            }
            """
        );

    [Fact]
    public Task Counters_DoNotTrigger() =>
        VerifyAsync(
            """
            public class PagesController : ControllerBase
            {
                private static readonly ConcurrentDictionary<string, int> Views = new();
                private static readonly Dictionary<string, int> Clicks = new();
                [HttpGet] public IDictionary<string, int> Get() => Views;
                [HttpGet("clicks")] public int Get(string page) => Clicks[page];
                [HttpPost] public void Post(string page) { Views.AddOrUpdate(page, 1, (_, n) => n + 1); Clicks[page]++; }
            }
            """
        );

    [Fact]
    public Task ReflectionAndLiveObjects_DoNotTrigger() =>
        VerifyAsync(
            """
            public class Job : IDisposable { public string Name { get; set; } = ""; public void Dispose() { } }
            public class Waiting { public int Id { get; set; } public TaskCompletionSource Done { get; } = new(); }

            public class ThingsController : ControllerBase
            {
                private static readonly ConcurrentDictionary<Type, Note> ByType = new();
                private static readonly ConcurrentDictionary<string, Job> Jobs = new();
                private static readonly ConcurrentDictionary<int, Waiting> Waits = new();
                private static readonly Dictionary<string, Func<int>> Actions = new();
                [HttpGet] public object[] Get() => [ByType.Values, Jobs.Values, Waits.Values, Actions.Values];
                [HttpPost] public void Post(Type type, Note note, Job job, Waiting waiting, Func<int> action)
                {
                    ByType[type] = note;
                    Jobs[job.Name] = job;
                    Waits[waiting.Id] = waiting;
                    Actions["x"] = action;
                }
            }
            """
        );

    [Fact]
    public Task ScopedClassAndLocalVariables_DoNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddScoped<Basket>();
            var app = builder.Build();
            app.MapPost("/", (Todo todo, Basket basket) => { basket.Add(todo); return basket.All(); });
            app.MapPost("/many", (Todo[] todos) => { var kept = new List<Todo>(); foreach (var todo in todos) kept.Add(todo); return kept; });
            app.Run();

            public class Basket
            {
                private readonly List<Todo> items = new();
                public void Add(Todo todo) => items.Add(todo);
                public List<Todo> All() => items;
            }
            """
        );

    [Fact]
    public Task ListThatOnlyStartUpFills_DoesNotTrigger() =>
        VerifyAsync(
            """
            var app = WebApplication.Create(args);
            var routes = new List<Todo>();
            foreach (var name in args)
                routes.Add(new Todo(1, name));
            app.MapGet("/", () => routes);
            app.Run();
            """
        );

    [Fact]
    public Task BackgroundWorkThatFeedsASingleton_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddSingleton<Latest>();
            var app = builder.Build();
            app.MapGet("/", (Latest latest) => latest.All());
            app.Run();

            public class Latest
            {
                private readonly List<Todo> items = new();
                public void Put(Todo todo) => items.Add(todo);
                public List<Todo> All() => items;
            }

            public class Poller(Latest latest) : BackgroundService
            {
                protected override Task ExecuteAsync(CancellationToken stoppingToken) { latest.Put(new Todo(1, "")); return Task.CompletedTask; }
            }
            """
        );

    [Fact]
    public Task WrittenButNeverReadBack_DoesNotTrigger() =>
        VerifyAsync(
            """
            public class EventsController : ControllerBase
            {
                private static readonly HashSet<string> Ids = new();
                [HttpPost] public IActionResult Post(string id) => Ids.Add(id) ? Ok() : Conflict();
            }
            """
        );

    [Fact]
    public Task StoreForDevelopment_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            if (builder.Environment.IsDevelopment())
                builder.Services.AddSingleton<ITodoStore, DevStore>();
            var app = builder.Build();
            app.MapGet("/", (ITodoStore store) => store.All());
            app.MapPost("/", (Todo todo, ITodoStore store) => store.Add(todo));
            app.Run();

            public interface ITodoStore { List<Todo> All(); void Add(Todo todo); }

            public class DevStore : ITodoStore
            {
                private readonly List<Todo> items = new();
                public void Add(Todo todo) => items.Add(todo);
                public List<Todo> All() => items;
            }
            """
        );

    [Fact]
    public Task StoreChosenWhenNothingIsConfigured_DoesNotTrigger() =>
        VerifyAsync(
            """
            var builder = WebApplication.CreateBuilder(args);
            var connection = builder.Configuration.GetConnectionString("Redis");
            if (connection is not null)
                builder.Services.AddSingleton<ITodoStore, RedisStore>();
            else
                builder.Services.AddSingleton<ITodoStore, LocalStore>();
            var app = builder.Build();
            app.MapGet("/", (ITodoStore store) => store.All());
            app.MapPost("/", (Todo todo, ITodoStore store) => store.Add(todo));
            app.Run();

            public interface ITodoStore { List<Todo> All(); void Add(Todo todo); }
            public class RedisStore : ITodoStore { public void Add(Todo todo) { } public List<Todo> All() => []; }

            public class LocalStore : ITodoStore
            {
                private readonly List<Todo> items = new();
                public void Add(Todo todo) => items.Add(todo);
                public List<Todo> All() => items;
            }
            """
        );
}
