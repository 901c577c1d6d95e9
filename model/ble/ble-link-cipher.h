// SPDX-License-Identifier: GPL-2.0-only

#ifndef IOMT_BLE_LINK_CIPHER_H
#define IOMT_BLE_LINK_CIPHER_H

#include "ble-key.h"

#include <cstddef>
#include <cstdint>
#include <memory>

namespace ns3::iomt
{

/// Message integrity check behind an encrypted payload (Core 5.4, Vol 6, Part B, 2.4) [octets].
constexpr std::size_t BLE_MIC_SIZE = 4;

/**
 * @brief AES-CCM of one end of an encrypted connection, both directions (Core 5.4, Vol 6, Part E).
 *
 * Only new PDUs with a payload pass through: an empty PDU is never encrypted, a retransmission is
 * the same octets again, and a received PDU that the acknowledgement scheme calls old must not be
 * opened, since each call stands for one value of the packet counter (2.1).
 *
 * Neither Seal() nor Open() allocates. Both count AES blocks.
 */
class BleLinkCipher
{
  public:
    /**
     * The diversifiers and vectors are the numbers whose octets LL_ENC_REQ and LL_ENC_RSP carry
     * least significant first.
     *
     * @param ltk long term key
     * @param skdC the central's half of the session key diversifier
     * @param skdP the peripheral's half
     * @param ivC the central's half of the initialisation vector
     * @param ivP the peripheral's half
     * @param isCentral whether this end is the central
     */
    BleLinkCipher(const BleKey& ltk,
                  uint64_t skdC,
                  uint64_t skdP,
                  uint32_t ivC,
                  uint32_t ivP,
                  bool isCentral);
    ~BleLinkCipher();
    BleLinkCipher(const BleLinkCipher&) = delete;
    BleLinkCipher& operator=(const BleLinkCipher&) = delete;

    /**
     * @brief Encrypt in place and append the MIC; takes the next packet counter.
     * @param header0 first octet of the PDU's header; NESN, SN and MD do not matter
     * @param payload first octet, with room for BLE_MIC_SIZE more behind `size`
     * @param size of the plaintext, 1 to 251 [octets]
     */
    void Seal(uint8_t header0, uint8_t* payload, std::size_t size);

    /**
     * @brief Check and decrypt in place; takes the next packet counter if authentic.
     * @param header0 first octet of the PDU's header; NESN, SN and MD do not matter
     * @param payload first octet; its content is undefined after a failure
     * @param sizeWithMic as received, ciphertext and MIC, at most 255 [octets]
     * @return whether it is authentic; also false where there is no octet before the MIC
     */
    bool Open(uint8_t header0, uint8_t* payload, std::size_t sizeWithMic);

    /// @return e(LTK, SKD), for tests and for those who show keys
    const BleKey& GetSessionKey() const;
    /// @return how many PDUs were sealed
    uint64_t GetSealed() const;
    /// @return how many PDUs were opened
    uint64_t GetOpened() const;

  private:
    struct Engine;
    std::unique_ptr<Engine> m_engine;
};

} // namespace ns3::iomt

#endif // IOMT_BLE_LINK_CIPHER_H
