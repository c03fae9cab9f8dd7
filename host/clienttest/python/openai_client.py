"""Uses the official OpenAI client for Python, unmodified, against the server named
by R3MES_URL. Prints a line for each check: "ok <name>" or "FAIL <name>: <why>"."""

import asyncio
import json
import os
import traceback

import openai
from pydantic import BaseModel, Field

options = dict(base_url=os.environ["R3MES_URL"] + "/v1", api_key=os.environ["R3MES_API_KEY"], max_retries=0)
client = openai.OpenAI(**options)
question = [{"role": "user", "content": "What is R3MES?"}]
weather = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "the weather of a city",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string", "maxLength": 20}, "unit": {"enum": ["C", "F"]}},
            "required": ["city", "unit"],
            "additionalProperties": False,
        },
    },
}


# A small model may talk on where a schema lets it: what is bounded ends.
class Person(BaseModel):
    name: str = Field(max_length=20)
    age: int = Field(ge=0, le=150)


def models():
    ids = [m.id for m in client.models.list()]
    assert "auto" in ids and any("law" in i for i in ids), ids
    assert client.models.retrieve("auto").id == "auto"


def chat():
    raw = client.chat.completions.with_raw_response.create(model="auto", messages=question, temperature=0)
    answer = raw.parse()
    assert raw.headers["x-r3mes-receipt"].startswith("rcpt_")
    assert answer.choices[0].message.content and answer.choices[0].finish_reason == "stop"
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    assert answer.usage.cost_microcredits > 0
    text, usage = "", None
    for chunk in client.chat.completions.create(
        model="auto", messages=question, temperature=0, stream=True, stream_options={"include_usage": True}
    ):
        text += chunk.choices[0].delta.content or "" if chunk.choices else ""
        usage = chunk.usage or usage
    assert text == answer.choices[0].message.content, text
    assert usage.total_tokens == answer.usage.total_tokens


def several():
    answer = client.chat.completions.create(model="r3mes-demo", messages=question, n=3, temperature=1, seed=1, max_tokens=12)
    assert [c.index for c in answer.choices] == [0, 1, 2] and answer.usage.completion_tokens > 12


def logprobs():
    answer = client.chat.completions.create(
        model="r3mes-demo", messages=question, logprobs=True, top_logprobs=2, max_tokens=8, temperature=0
    )
    content = answer.choices[0].logprobs.content
    assert b"".join(bytes(t.bytes) for t in content).decode() == answer.choices[0].message.content
    assert all(len(t.top_logprobs) == 2 and t.logprob <= 0 for t in content)


def logit_bias():
    token = client._client.post(os.environ["R3MES_URL"] + "/tokenize", json={"prompt": "yes", "add_special_tokens": False})
    token = json.loads(token.content)["tokens"][0]
    answer = client.chat.completions.create(model="r3mes-demo", messages=question, logit_bias={str(token): 100}, max_tokens=3)
    assert answer.choices[0].message.content, answer


def structured():
    answer = client.chat.completions.parse(model="auto", messages=question, response_format=Person, max_tokens=300)
    assert isinstance(answer.choices[0].message.parsed, Person), answer
    with client.chat.completions.stream(model="auto", messages=question, response_format=Person, max_tokens=300) as stream:
        for _ in stream:
            pass
        assert isinstance(stream.get_final_completion().choices[0].message.parsed, Person)
    answer = client.chat.completions.create(
        model="auto", messages=question, response_format={"type": "json_object"}, max_tokens=400, temperature=0
    )
    if answer.choices[0].finish_reason == "stop":
        assert isinstance(json.loads(answer.choices[0].message.content), dict)


def tools():
    for choice in ("required", {"type": "function", "function": {"name": "get_weather"}}):
        answer = client.chat.completions.create(
            model="auto", messages=question, tools=[weather], tool_choice=choice, max_tokens=300
        )
        call = answer.choices[0].message.tool_calls[0]
        assert answer.choices[0].finish_reason == "tool_calls" and answer.choices[0].message.content is None
        arguments = json.loads(call.function.arguments)
        assert call.function.name == "get_weather" and arguments["unit"] in ("C", "F"), call
    history = question + [
        answer.choices[0].message,
        {"role": "tool", "tool_call_id": call.id, "content": "sunny"},
    ]
    assert client.chat.completions.create(model="auto", messages=history, tools=[weather], max_tokens=20).choices[0]
    with client.chat.completions.stream(
        model="auto", messages=question, tools=[weather], tool_choice="required", max_tokens=300
    ) as stream:
        pieces = [e.arguments_delta for e in stream if e.type == "tool_calls.function.arguments.delta"]
        final = stream.get_final_completion().choices[0].message.tool_calls[0]
    assert len(pieces) > 1 and "".join(pieces) == final.function.arguments


def text_completions():
    answer = client.completions.create(model="r3mes-demo", prompt=["Once upon a time", "R3MES is"], max_tokens=8, echo=True)
    assert [c.text[:5] for c in answer.choices] == ["Once ", "R3MES"], answer
    text = "".join(c.choices[0].text for c in client.completions.create(model="r3mes-demo", prompt="R3MES is", max_tokens=8, stream=True, temperature=0) if c.choices)
    assert text == client.completions.create(model="r3mes-demo", prompt="R3MES is", max_tokens=8, temperature=0).choices[0].text


def responses():
    answer = client.responses.create(model="auto", input="What is R3MES?", instructions="Be brief.", temperature=0)
    assert answer.status == "completed" and answer.output_text, answer
    assert answer.usage.total_tokens == answer.usage.input_tokens + answer.usage.output_tokens
    types, text = [], ""
    with client.responses.stream(model="auto", input="What is R3MES?", instructions="Be brief.", temperature=0) as stream:
        for event in stream:
            types.append(event.type)
            if event.type == "response.output_text.delta":
                text += event.delta
        final = stream.get_final_response()
    assert types[0] == "response.created" and types[-1] == "response.completed", types
    assert text == final.output_text == answer.output_text


def responses_structured():
    parsed = client.responses.parse(model="auto", input="Who?", text_format=Person, max_output_tokens=300)
    assert isinstance(parsed.output_parsed, Person), parsed
    tool = {"type": "function", "strict": False, **weather["function"]}
    answer = client.responses.create(model="auto", input="weather?", tools=[tool], tool_choice="required", max_output_tokens=300)
    call = answer.output[0]
    assert call.type == "function_call" and json.loads(call.arguments)["unit"] in ("C", "F"), answer
    follow = [{"role": "user", "content": "weather?"}, call, {"type": "function_call_output", "call_id": call.call_id, "output": "sunny"}]
    assert client.responses.create(model="auto", input=follow, tools=[tool], max_output_tokens=20).output


def errors():
    def refused(kind, code, call):
        try:
            call()
        except kind as e:
            assert e.code == code, e
        else:
            raise AssertionError(f"no {kind.__name__}")

    stranger = openai.OpenAI(**{**options, "api_key": "r3mes_wrong"})
    refused(openai.AuthenticationError, "invalid_api_key", lambda: stranger.chat.completions.create(model="auto", messages=question))
    refused(openai.NotFoundError, "model_not_found", lambda: client.chat.completions.create(model="none", messages=question))
    refused(openai.NotFoundError, "model_not_found", lambda: client.models.retrieve("none"))
    refused(openai.BadRequestError, "invalid_request_error", lambda: client.chat.completions.create(model="auto", messages=[]))
    refused(openai.BadRequestError, "unsupported_parameter", lambda: client.responses.create(model="auto", input="x", store=True))
    refused(openai.BadRequestError, "context_length_exceeded", lambda: client.completions.create(model="auto", prompt="word " * 20000))


def asynchronous():
    async def run():
        async with openai.AsyncOpenAI(**options) as many:
            answers = await asyncio.gather(
                *(many.chat.completions.create(model="auto", messages=question, max_tokens=5) for _ in range(4))
            )
            assert all(a.choices for a in answers)
            stream = await many.chat.completions.create(model="auto", messages=question, stream=True)
            async for _ in stream:
                break  # leaves in the middle
            await stream.close()

    asyncio.run(run())


def embeddings():
    answer = client.embeddings.create(model="r3mes-static", input=["a contract", "a loop"])
    assert len(answer.data) == 2 and len(answer.data[0].embedding) == len(answer.data[1].embedding) > 1


for check in (
    models, chat, several, logprobs, logit_bias, structured, tools, text_completions,
    responses, responses_structured, errors, asynchronous, embeddings,
):  # fmt: skip
    try:
        check()
        print("ok", check.__name__, flush=True)
    except Exception:
        print("FAIL", check.__name__ + ":", json.dumps(traceback.format_exc()), flush=True)
