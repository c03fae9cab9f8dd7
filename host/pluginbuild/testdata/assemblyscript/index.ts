// @ts-ignore
@external("extism:host/env","output_set") declare function output_set(a:u64,b:u64):void;
export function r3mes_route(): i32 { const s = [1,2,3]; s.push(4); output_set(0,s.length); return 0; }
