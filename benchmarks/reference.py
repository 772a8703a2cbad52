"""The reference: the same YAML, the same calls with the openai SDK as it comes in a bare asyncio loop, JSONL out."""

import asyncio
import json
import sys

import yaml
from openai import AsyncOpenAI


async def main(cases_path: str, out_path: str, base_url: str) -> None:
    with open(cases_path, encoding="utf-8") as file:  # noqa: ASYNC230, PTH123  - the plainest script there is
        cases = yaml.load(file, Loader=yaml.CSafeLoader)
    client = AsyncOpenAI(base_url=base_url, api_key="none")
    gate = asyncio.Semaphore(50)
    with open(out_path, "w", encoding="utf-8") as out:  # noqa: ASYNC230, PTH123

        async def one(case: dict) -> None:
            async with gate:
                messages = [{"role": "system", "content": "You are a support assistant."}]
                for line in case["messages"]:
                    messages.append({"role": "user", "content": line["user"]})
                    reply = await client.chat.completions.create(model="bench", messages=messages)
                    messages.append({"role": "assistant", "content": reply.choices[0].message.content})
                out.write(json.dumps({"id": case["id"], "messages": messages}) + "\n")
                out.flush()

        await asyncio.gather(*(one(case) for case in cases))
    await client.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
