"""The gateway's HTTP application: routes, errors and middleware, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute

from gateway.addresses import TrustedProxies
from gateway.auth.identity import Identity
from gateway.dependencies import GatewayDependencies
from gateway.rest import health, problems
from gateway.rest.admin import approvals, corrections, player_search, players, trail
from gateway.rest.admin.definitions import routes as definitions
from gateway.rest.admin.rounds import routes as rounds
from gateway.rest.admin.rounds import tables
from gateway.rest.admin.shop import items, purchases
from gateway.rest.admin.staff import accounts, totp
from gateway.rest.auth import routes as auth
from gateway.rest.auth import session_list
from gateway.rest.edge.middleware import (
    REQUEST_ID_HEADER,
    AddressBudget,
    AnswersInParts,
    HeadAsGet,
    LastResort,
    PlainBodies,
    RequestBoundary,
)
from gateway.rest.edge.plain_request import refuse_unclear
from gateway.rest.guards import known_query
from gateway.rest.idempotency import KEY_HEADER, REPLAYED_HEADER, SEQ_HEADER, VERSION_HEADER
from gateway.rest.openapi import reading
from gateway.rest.openapi.document import document
from gateway.rest.players import (
    commands,
    crash,
    events,
    fairness,
    games,
    numbers,
    reads,
    records,
    shop,
    streak,
)
from gateway.rest.players.account import language, standing
from gateway.rest.refused import StaffRefusals
from gateway.rest.web.pages import WebPages
from gateway.staff.played_by import DefinitionLookup

CORS_MAX_AGE_S = 600


def create_app(dependencies: GatewayDependencies) -> FastAPI:
    """Build the application over `dependencies`; its lifespan ends the password workers."""
    app = routed_app()
    config, clock, metrics = dependencies.config, dependencies.clock, dependencies.metrics
    app.state.dependencies = dependencies
    app.state.proxies = TrustedProxies(config.trusted_proxies)
    app.state.identity = Identity(
        config,
        clock,
        metrics,
        accounts=dependencies.accounts,
        audit=dependencies.audit,
        attempts=dependencies.attempts,
        totp=dependencies.totp,
        revocations=dependencies.revocations,
    )
    lookup = DefinitionLookup(dependencies.definitions, dependencies.definition_store)
    app.router.default = WebPages(config.web_folder, watched=config.web_watched, otherwise=app.router.default)
    app.state.game_tables = games.GameTables(config.economy, lookup)
    problems.install(app, StaffRefusals(dependencies).record)
    app.add_middleware(LastResort)
    app.add_middleware(PlainBodies)
    app.add_middleware(AddressBudget, dependencies=dependencies)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(config.origins),
        allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
        allow_headers=["Authorization", "Content-Type", KEY_HEADER, "If-None-Match", REQUEST_ID_HEADER],
        expose_headers=["ETag", "Retry-After", REPLAYED_HEADER, SEQ_HEADER, VERSION_HEADER, REQUEST_ID_HEADER],
        max_age=CORS_MAX_AGE_S,
    )
    app.add_middleware(RequestBoundary, metrics=metrics, clock=clock)
    app.add_middleware(HeadAsGet)
    app.add_middleware(AnswersInParts)
    return app


def routed_app() -> FastAPI:
    """Build the application with all routes and their documentation, without anything behind them."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=_lifespan, redirect_slashes=False)
    app.router.routes.extend(_routes())
    app.openapi = _document  # type: ignore[method-assign]  # FastAPI's documented way
    return app


@cache
def _routes() -> list[BaseRoute]:
    """Return all routes, which know no application: FastAPI resolves them once in a process, at their first request."""
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        dependencies=[Depends(refuse_unclear), Depends(known_query)],
        generate_unique_id_function=lambda route: f"{sorted(route.methods or ())} {route.path_format}",
    )
    for area in (
        auth,
        session_list,
        reads,
        records,
        fairness,
        games,
        numbers,
        crash,
        shop,
        events,
        streak,
        language,
        standing,
        commands,
        accounts,
        totp,
        trail,
        player_search,
        players,
        corrections,
        purchases,
        rounds,
        tables,
        items,
        definitions,
        approvals,
        health,
        reading,
    ):
        app.include_router(area.router)
    return app.routes


@cache
def _document() -> dict[str, Any]:
    return document(_routes())


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    app.state.identity.close()
