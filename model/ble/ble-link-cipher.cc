// SPDX-License-Identifier: GPL-2.0-only

#include "ble-link-cipher.h"

#include "ns3/aes-blocks.h"

#include <cryptopp/aes.h>
#include <cstring>
#include <stdexcept>
#include <string>

namespace ns3::iomt
{

namespace
{

constexpr std::size_t LONGEST = 251; // payload (Core 5.4, Vol 6, Part B, 2.4) [octets]
constexpr std::size_t NONCE = 13;
constexpr uint8_t FLAGS_B0 = 0x49; // L = 2, M = 4, associated data (Vol 6, Part E, 2.2.1)
constexpr uint8_t FLAGS_A = 0x01;  // L = 2 (2.2.2)
/// First octet of the header without NESN, SN and MD, which a retransmission may change (2.2.1).
constexpr uint8_t HEADER_MASK = 0xe3;
constexpr uint8_t FROM_CENTRAL = 0x80; // directionBit above the 39 bits of the counter (2.1)

using Block = std::array<uint8_t, AES_BLOCK_SIZE>;

void
PutLittleEndian(uint8_t* to, uint64_t value, std::size_t octets)
{
    for (std::size_t i = 0; i < octets; ++i)
    {
        to[i] = static_cast<uint8_t>(value >> 8 * i);
    }
}

void
PutBigEndian(uint8_t* to, uint64_t value)
{
    for (std::size_t i = 0; i < 8; ++i)
    {
        to[i] = static_cast<uint8_t>(value >> (56 - 8 * i));
    }
}

/// @param to changed @param from 16 octets
void
XorBlock(uint8_t* to, const uint8_t* from)
{
    uint64_t a[2];
    uint64_t b[2];
    std::memcpy(a, to, sizeof a);
    std::memcpy(b, from, sizeof b);
    a[0] ^= b[0];
    a[1] ^= b[1];
    std::memcpy(to, a, sizeof a);
}

void
Xor(uint8_t* to, const uint8_t* from, std::size_t size)
{
    for (; size >= AES_BLOCK_SIZE; size -= AES_BLOCK_SIZE)
    {
        XorBlock(to, from);
        to += AES_BLOCK_SIZE;
        from += AES_BLOCK_SIZE;
    }
    for (std::size_t i = 0; i < size; ++i)
    {
        to[i] ^= from[i];
    }
}

/// One direction: its packet counter and direction bit in front of the IV (2.1).
struct Direction
{
    uint64_t counter{0};
    std::array<uint8_t, NONCE> nonce{};

    void Advance()
    {
        ++counter;
        const uint8_t direction = nonce[4] & FROM_CENTRAL;
        PutLittleEndian(nonce.data(), counter, 5);
        nonce[4] = static_cast<uint8_t>((nonce[4] & ~FROM_CENTRAL) | direction);
    }
};

} // namespace

struct BleLinkCipher::Engine
{
    CryptoPP::AES::Encryption aes;
    BleKey sessionKey{};
    Direction transmit;
    Direction receive;

    /**
     * @param stream filled with S_0, the mask of the MIC, and behind it the key stream
     * @param nonce of the message
     * @param blocks of the text
     */
    void KeyStream(uint8_t* stream, const std::array<uint8_t, NONCE>& nonce, std::size_t blocks)
    {
        for (std::size_t i = 0; i <= blocks; ++i)
        {
            uint8_t* block = stream + i * AES_BLOCK_SIZE;
            block[0] = FLAGS_A;
            std::memcpy(block + 1, nonce.data(), NONCE);
            block[14] = 0;
            block[15] = static_cast<uint8_t>(i);
        }
        // All at once: the processor works on several blocks side by side.
        aes.AdvancedProcessBlocks(stream,
                                  nullptr,
                                  stream,
                                  (blocks + 1) * AES_BLOCK_SIZE,
                                  CryptoPP::BlockTransformation::BT_AllowParallel);
    }

    Block Authenticate(const std::array<uint8_t, NONCE>& nonce,
                       uint8_t header0,
                       const uint8_t* text,
                       std::size_t size)
    {
        Block x;
        x[0] = FLAGS_B0;
        std::memcpy(x.data() + 1, nonce.data(), NONCE);
        x[14] = 0;
        x[15] = static_cast<uint8_t>(size);
        aes.ProcessBlock(x.data());
        // B_1: length of the associated data, 1, and the one octet.
        x[1] ^= 1;
        x[2] ^= header0 & HEADER_MASK;
        aes.ProcessBlock(x.data());
        for (; size >= AES_BLOCK_SIZE; size -= AES_BLOCK_SIZE)
        {
            XorBlock(x.data(), text);
            aes.ProcessBlock(x.data());
            text += AES_BLOCK_SIZE;
        }
        if (size > 0)
        {
            Xor(x.data(), text, size);
            aes.ProcessBlock(x.data());
        }
        return x;
    }
};

BleLinkCipher::BleLinkCipher(const BleKey& ltk,
                             uint64_t skdC,
                             uint64_t skdP,
                             uint32_t ivC,
                             uint32_t ivP,
                             bool isCentral)
    : m_engine(std::make_unique<Engine>())
{
    // SK = e(LTK, SKD), SKD = SKD_P || SKD_C (Core 5.4, Vol 6, Part B, 5.1.3.1).
    PutBigEndian(m_engine->sessionKey.data(), skdP);
    PutBigEndian(m_engine->sessionKey.data() + 8, skdC);
    m_engine->aes.SetKey(ltk.data(), ltk.size());
    m_engine->aes.ProcessBlock(m_engine->sessionKey.data());
    CountAesBlocks(1, ltk.size());
    m_engine->aes.SetKey(m_engine->sessionKey.data(), m_engine->sessionKey.size());

    for (Direction* direction : {&m_engine->transmit, &m_engine->receive})
    {
        PutLittleEndian(direction->nonce.data() + 5, ivC, 4);
        PutLittleEndian(direction->nonce.data() + 9, ivP, 4);
    }
    (isCentral ? m_engine->transmit : m_engine->receive).nonce[4] = FROM_CENTRAL;
}

BleLinkCipher::~BleLinkCipher() = default;

void
BleLinkCipher::Seal(uint8_t header0, uint8_t* payload, std::size_t size)
{
    if (size == 0 || size > LONGEST)
    {
        throw std::invalid_argument("an encrypted PDU has 1 to 251 octets before its MIC, not " +
                                    std::to_string(size) + " (Core 5.4, Vol 6, Part B, 2.4)");
    }
    const std::size_t blocks = AesBlocksIn(size);
    const auto& nonce = m_engine->transmit.nonce;
    const Block mac = m_engine->Authenticate(nonce, header0, payload, size);
    alignas(16) uint8_t stream[(LONGEST / AES_BLOCK_SIZE + 2) * AES_BLOCK_SIZE];
    m_engine->KeyStream(stream, nonce, blocks);
    Xor(payload, stream + AES_BLOCK_SIZE, size);
    for (std::size_t i = 0; i < BLE_MIC_SIZE; ++i)
    {
        payload[size + i] = mac[i] ^ stream[i];
    }
    m_engine->transmit.Advance();
    CountAesBlocks(3 + 2 * blocks, AES_BLOCK_SIZE);
}

bool
BleLinkCipher::Open(uint8_t header0, uint8_t* payload, std::size_t sizeWithMic)
{
    if (sizeWithMic <= BLE_MIC_SIZE || sizeWithMic > LONGEST + BLE_MIC_SIZE)
    {
        return false;
    }
    const std::size_t size = sizeWithMic - BLE_MIC_SIZE;
    const std::size_t blocks = AesBlocksIn(size);
    const auto& nonce = m_engine->receive.nonce;
    alignas(16) uint8_t stream[(LONGEST / AES_BLOCK_SIZE + 2) * AES_BLOCK_SIZE];
    m_engine->KeyStream(stream, nonce, blocks);
    Xor(payload, stream + AES_BLOCK_SIZE, size);
    const Block mac = m_engine->Authenticate(nonce, header0, payload, size);
    CountAesBlocks(3 + 2 * blocks, AES_BLOCK_SIZE);
    uint8_t difference = 0;
    for (std::size_t i = 0; i < BLE_MIC_SIZE; ++i)
    {
        difference |= static_cast<uint8_t>(payload[size + i] ^ mac[i] ^ stream[i]);
    }
    if (difference != 0)
    {
        return false;
    }
    m_engine->receive.Advance();
    return true;
}

const BleKey&
BleLinkCipher::GetSessionKey() const
{
    return m_engine->sessionKey;
}

uint64_t
BleLinkCipher::GetSealed() const
{
    return m_engine->transmit.counter;
}

uint64_t
BleLinkCipher::GetOpened() const
{
    return m_engine->receive.counter;
}

} // namespace ns3::iomt
